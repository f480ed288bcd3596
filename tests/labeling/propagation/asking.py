"""What the tests of the device loop ask of it, and what they read back."""

from typing import Any

from inference.rle import encode
from inference.types import PointPrompt
from labeling.accounts.models import User
from labeling.masklets.actions import draw_frame
from labeling.masklets.models import FrameHead, Masklet
from labeling.masklets.queries import read_rle
from labeling.propagation.actions import request_propagation
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.models import Propagation
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.labeling.propagation.conftest import NUM_FRAMES

SQUARE = encode(draw_square(0))
POINT = PointPrompt(frame=0, points=((25.0, 35.0),), labels=(1,))


def draw(masklet: Masklet, frame: int, actor: User, rle: Any = SQUARE) -> None:
    state = "present" if rle else "absent"
    draw_frame(masklet_id=masklet.pk, actor=actor, frame=frame, rle=rle, state=state, base_version=None)


def ask(video: Video, actor: User, *masklets: Masklet, **changes: Any) -> Propagation:
    asked = {"direction": "forward", "start": 0, "stop": NUM_FRAMES} | changes
    return request_propagation(
        video_id=video.pk, actor=actor, masklet_ids=[masklet.pk for masklet in masklets], **asked
    )


def read_heads(masklet: Masklet) -> dict[int, tuple[str, str, Any]]:
    rows = FrameHead.objects.select_related("rle").filter(masklet=masklet)
    return {row.frame: (row.origin, row.state, read_rle(row.rle)) for row in rows}


def step_until(loop: DeviceLoop, propagation: Propagation, frames_done: int) -> Propagation:
    """Turn the loop until so many frames are committed, as a worker that is then killed."""
    while propagation.frames_done < frames_done:
        loop.wake.set()
        assert loop._turn()
        propagation.refresh_from_db()
    return propagation


def let_leases_run_out() -> None:
    Propagation.objects.filter(status="running").update(lease_expires_at="2020-01-01T00:00:00Z")
