from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.feed import queries
from labeling.feed.api import serializers
from labeling.http.views import ActionView
from labeling.projects.queries import find_access
from labeling.videos.queries import find_video


class ProjectFeedView(ActionView):
    @extend_schema(parameters=[serializers.FeedQuerySerializer], responses=serializers.FeedSerializer)
    def get(self, request: Request, project_id: int) -> Response:
        """Who did what in a project, newest first, a page at a time."""
        access = find_access(user=self.actor, project_id=project_id)
        return _answer(request, project=access.project.pk)


class VideoFeedView(ActionView):
    @extend_schema(parameters=[serializers.FeedQuerySerializer], responses=serializers.FeedSerializer)
    def get(self, request: Request, video_id: int) -> Response:
        """Who did what on a video, newest first, a page at a time."""
        video, _ = find_video(user=self.actor, video_id=video_id)
        return _answer(request, project=video.project_id, video=video.pk)


def _answer(request: Request, *, project: int, video: int | None = None) -> Response:
    query = serializers.FeedQuerySerializer(data=request.query_params)
    query.is_valid(raise_exception=True)
    page = queries.read_feed(queries.FeedWish(project=project, video=video, **query.validated_data))
    return Response({"entries": [_show(entry) for entry in page.entries], "next": page.next})


def _show(entry: queries.Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.place.at,
        "kind": entry.kind,
        "actor": entry.actor and entry.actor.model_dump(),
        "sentence": entry.sentence,
        "video": entry.video and asdict(entry.video),
        "masklet": entry.masklet,
        "quote": entry.quote,
    }
