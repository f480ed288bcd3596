from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.http.views import ActionView
from labeling.realtime.api import serializers
from labeling.realtime.replay import list_events, read_last_seq, take_snapshot
from labeling.videos.queries import find_video


class EventsView(ActionView):
    @extend_schema(parameters=[serializers.EventsQuerySerializer], responses=serializers.EventsSerializer)
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        query = serializers.EventsQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = query.validated_data
        # Events first: whatever is committed between the two reads is then behind `last_seq`, never beyond it.
        events = list_events(video.pk, after=data["after"], limit=data["limit"])
        return Response({"events": events, "last_seq": read_last_seq(video.pk)})


class SnapshotView(ActionView):
    @extend_schema(responses=serializers.SnapshotSerializer)
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        return Response(take_snapshot(video.pk))
