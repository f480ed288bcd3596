"""Opens a video under its project's model."""

from django.conf import settings

from inference.device import pick_device
from inference.feature_store import FeatureStore
from inference.sessions import Clip, Sessions
from inference.tracker import Tracker
from labeling.media.fetching import local_path_within
from labeling.videos.models import FrameTable, Video

# Kept features give way to uploads before these are refused.
SPARED_RESERVES = 2

# The device thread serves everybody: others' clicks do not wait longer than this for somebody's proxy.
FETCH_WAIT_S = 10.0


def make_sessions() -> Sessions:
    """Sessions on this machine's device, with features on disk where the settings give them room."""
    quota_bytes = settings.FEATURE_CACHE_BYTES
    if not quota_bytes:
        return Sessions(device=pick_device(), store=None)
    reserve_bytes = settings.DISK_RESERVE_BYTES * SPARED_RESERVES
    store = FeatureStore(settings.FEATURE_CACHE, quota_bytes=quota_bytes, reserve_bytes=reserve_bytes)
    return Sessions(device=pick_device(), store=store)


def open_tracker(sessions: Sessions, video: Video) -> Tracker:
    """The tracker of a video; raises CheckpointProblem, ProxyUnreadable, MediaUnavailable, MediaMissing."""
    model_name = video.project.tracking_model
    # The frame table of a long video is long; a click on an open one does without reading it.
    return sessions.find(model_name, _key(video)) or sessions.open(model_name, describe_clip(video))


def describe_clip(video: Video) -> Clip:
    return Clip(
        key=_key(video),
        path=local_path_within(video.proxy, sha256=video.proxy_digest, wait_s=FETCH_WAIT_S),
        size=(video.height, video.width),
        pts=FrameTable.objects.values_list("pts", flat=True).get(pk=video.pk),
    )


def _key(video: Video) -> str:
    return video.proxy_digest or video.proxy
