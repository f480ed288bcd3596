from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.http.views import ActionView
from labeling.propagation import actions, queries
from labeling.propagation.api import serializers
from labeling.videos.queries import find_video


class PropagationsView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses=serializers.PropagationSerializer(many=True))
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        return Response([queries.show_propagation(entry) for entry in queries.list_propagations(video)])

    @extend_schema(request=serializers.NewPropagationSerializer, responses={201: serializers.PropagationSerializer})
    def post(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id, to_change=True)
        form = serializers.NewPropagationSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        propagation = actions.request_propagation(
            video_id=video.pk,
            actor=self.actor,
            masklet_ids=data["masklets"],
            direction=data["direction"],
            start=data["start"],
            stop=data["stop"],
            anchor=data.get("anchor"),
        )
        return Response(queries.show_propagation(propagation), status=201)


class PropagationView(ActionView):
    scope = Scope.ANNOTATE

    @extend_schema(responses=serializers.PropagationSerializer)
    def get(self, request: Request, propagation_id: int) -> Response:
        propagation, _ = queries.find_propagation(user=self.actor, propagation_id=propagation_id)
        return Response(queries.show_propagation(propagation))

    @extend_schema(responses={202: serializers.PropagationSerializer})
    def delete(self, request: Request, propagation_id: int) -> Response:
        """Cancel: what is committed stays."""
        found, _ = queries.find_propagation(user=self.actor, propagation_id=propagation_id, to_change=True)
        propagation = actions.cancel_propagation(propagation_id=found.pk, actor=self.actor)
        return Response(queries.show_propagation(propagation), status=202)
