from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.http.views import ActionView
from labeling.projects.models import Membership
from labeling.projects.queries import find_access
from labeling.videos import actions, queries
from labeling.videos.api import serializers
from labeling.videos.models import Video

ADMIN = Membership.Role.ADMIN


class VideosView(ActionView):
    @extend_schema(request=serializers.NewVideoSerializer, responses={201: serializers.VideoSerializer})
    def post(self, request: Request) -> Response:
        """Make a video of a whole upload of one's own; it is ready when its `status` says so. For admins.

        503 while a large file is still being hashed: ask again, with the same `Idempotency-Key`.
        """
        form = serializers.NewVideoSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        access = find_access(user=self.actor, project_id=form.validated_data["project"], to_change=True)
        access.require(ADMIN)
        video = actions.create_video(
            actor=self.actor,
            project=access.project,
            upload_id=form.validated_data["upload"],
            name=form.validated_data["name"],
            sha256=form.validated_data["sha256"].lower(),
        )
        return Response(queries.show_video(video), status=201)


class VideoView(ActionView):
    @extend_schema(responses=serializers.VideoSerializer)
    def get(self, request: Request, video_id: int) -> Response:
        """A video. Where its `status` is `failed`, `problem` says why."""
        video, _ = queries.find_video(user=self.actor, video_id=video_id)
        return Response(queries.show_video(video))

    @extend_schema(request=serializers.VideoChangesSerializer, responses=serializers.VideoSerializer)
    def patch(self, request: Request, video_id: int) -> Response:
        """Rename a video. For admins."""
        video, access = queries.find_video(user=self.actor, video_id=video_id, to_change=True)
        access.require(ADMIN)
        form = serializers.VideoChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        renamed = actions.rename_video(video=video, name=form.validated_data["name"], actor=self.actor)
        return Response(queries.show_video(renamed))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, video_id: int) -> Response:
        """Hide a video and what is in it; admins find it under `?shelf=deleted` and can restore it. For admins."""
        video = _find_kept(self, video_id)
        actions.delete_video(video=video, actor=self.actor)
        return Response(status=204)


class RetryView(ActionView):
    @extend_schema(request=None, responses=serializers.VideoSerializer)
    def post(self, request: Request, video_id: int) -> Response:
        """Read a failed video once more, where its `can_retry` says that this may help. For admins."""
        video, access = queries.find_video(user=self.actor, video_id=video_id, to_change=True)
        access.require(ADMIN)
        return Response(queries.show_video(actions.retry_ingest(video=video, actor=self.actor)))


class ArchiveVideoView(ActionView):
    @extend_schema(request=None, responses=serializers.VideoSerializer)
    def post(self, request: Request, video_id: int) -> Response:
        """Make a video read-only and take it out of lists and inboxes; what runs for it is cancelled. For admins."""
        video = _find_kept(self, video_id)
        return Response(queries.show_video(actions.archive_video(video=video, actor=self.actor)))


class UnarchiveVideoView(ActionView):
    @extend_schema(request=None, responses=serializers.VideoSerializer)
    def post(self, request: Request, video_id: int) -> Response:
        """Let an archived video be worked on again; an ingest that was cut off begins again. For admins."""
        video = _find_kept(self, video_id)
        return Response(queries.show_video(actions.unarchive_video(video=video, actor=self.actor)))


class RestoreVideoView(ActionView):
    @extend_schema(request=None, responses=serializers.VideoSerializer)
    def post(self, request: Request, video_id: int) -> Response:
        """Show a deleted video again, with all that is in it. For admins."""
        video, _ = queries.find_deleted_video(user=self.actor, video_id=video_id)
        return Response(queries.show_video(actions.restore_video(video=video, actor=self.actor)))


class FramesView(ActionView):
    @extend_schema(responses=serializers.FrameTimesSerializer)
    def get(self, request: Request, video_id: int) -> Response:
        """When each frame begins, frozen when the video was read."""
        video, _ = queries.find_video(user=self.actor, video_id=video_id)
        times = queries.read_frame_times(video)
        # Frozen at ingest, so a browser may keep it.
        return Response(
            asdict(times), headers={"Cache-Control": "private, max-age=3600", "Vary": "Cookie, Authorization"}
        )


def _find_kept(view: ActionView, video_id: int) -> Video:
    """A video, archived or not, that an admin may archive, unarchive or delete."""
    video, access = queries.find_video(user=view.actor, video_id=video_id)
    access.require(ADMIN)
    access.require_open()
    return video
