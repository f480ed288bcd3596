"""Opens a video under its project's model."""

from inference.sessions import Clip, Sessions
from inference.tracker import Tracker
from labeling.videos.models import FrameTable, Video
from labeling.videos.storage import local_path


def open_tracker(sessions: Sessions, video: Video) -> Tracker:
    """The tracker of a video; raises CheckpointProblem, ProxyUnreadable."""
    model_name = video.project.tracking_model
    # The frame table of a long video is long; a click on an open one does without reading it.
    return sessions.find(model_name, _key(video)) or sessions.open(model_name, describe_clip(video))


def describe_clip(video: Video) -> Clip:
    return Clip(
        key=_key(video),
        path=local_path(video.proxy),
        size=(video.height, video.width),
        pts=FrameTable.objects.values_list("pts", flat=True).get(pk=video.pk),
    )


def _key(video: Video) -> str:
    return video.proxy_digest or video.proxy
