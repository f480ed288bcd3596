from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.dataengine import actions
from labeling.dataengine.api import serializers
from labeling.http.views import ActionView
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
