from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.dataengine import actions, queries
from labeling.dataengine.api import serializers
from labeling.http.views import ActionView
from labeling.projects.models import Membership
from labeling.projects.queries import find_access
from labeling.videos.queries import find_video


class ActivityView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(request=serializers.ActivitySerializer, responses={204: None})
    def post(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id, to_change=True)
        form = serializers.ActivitySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = dict(form.validated_data)
        masklet_id = data.pop("masklet")
        actions.add_activity(video=video, actor=self.actor, masklet_id=masklet_id, effort=actions.Effort(**data))
        return Response(status=204)


class EffortView(ActionView):
    @extend_schema(responses=serializers.EffortSerializer(many=True))
    def get(self, request: Request, project_id: int) -> Response:
        """What each person did in the project, in numbers. For admins."""
        access = find_access(user=self.actor, project_id=project_id)
        access.require(Membership.Role.ADMIN)
        efforts = queries.list_efforts(access.project)
        return Response([{**asdict(effort), "user": effort.user.model_dump()} for effort in efforts])
