"""A hover preview asked for over the websocket, answered to the asker alone."""

import pytest
from asgiref.sync import sync_to_async

from labeling.accounts.models import User
from labeling.events.wire import MaskFrame, encode_mask_frame
from labeling.propagation.device.outgoing import Outgoing, ShownStep
from labeling.propagation.previews import Preview
from labeling.realtime import hovering
from labeling.videos.models import Video
from tests.labeling.realtime.sockets import opened

pytestmark = pytest.mark.django_db(transaction=True)


async def test_answer_reaches_the_asker_alone(
    monkeypatch: pytest.MonkeyPatch, video: Video, alice: User, bob: User
) -> None:
    asked: list[tuple[int, Preview]] = []

    def note(*, video_id: int, preview: Preview) -> bool:
        asked.append((video_id, preview))
        return True

    monkeypatch.setattr(hovering, "request_preview", note)
    mask = encode_mask_frame(
        MaskFrame(masklet=7, frame=3, state="absent", origin="prompted", size=(48, 64), is_preview=True)
    )
    async with opened(video, alice) as watcher, opened(video, bob) as asker:
        for x in (1.0, 5.0):
            await asker.send({"type": "preview", "masklet": 7, "frame": 3, "at": [x, 6.5]})
        assert await watcher.is_silent()
        ((video_id, preview),) = asked
        wanted = Preview(
            masklet=7, frame=3, at=(5.0, 6.5), label=1, reply_to=preview.reply_to, request_id=preview.request_id
        )
        assert (video_id, preview) == (video.pk, wanted)
        assert len(preview.request_id) == 32
        step = ShownStep(video_id=video.pk, masks=(mask,), only=preview.reply_to)
        await sync_to_async(Outgoing().show)(step)
        assert await asker.receive_any() == mask
        assert await watcher.is_silent()
