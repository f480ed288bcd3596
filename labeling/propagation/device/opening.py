"""Opens a video under its project's model."""

from inference.sessions import Clip, Sessions
from inference.tracker import Tracker
from labeling.videos.models import FrameTable, Video
from labeling.videos.storage import local_path


def open_tracker(sessions: Sessions, video: Video) -> Tracker:
    """The tracker of a video; raises CheckpointProblem, ProxyUnreadable."""
    return sessions.open(video.project.tracking_model, describe_clip(video))


def describe_clip(video: Video) -> Clip:
    return Clip(
        key=video.proxy_digest or video.proxy,
        path=local_path(video.proxy),
        size=(video.height, video.width),
        pts=FrameTable.objects.values_list("pts", flat=True).get(pk=video.pk),
    )
