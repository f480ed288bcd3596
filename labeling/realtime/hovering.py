"""Asks for previews of what a click would give, while a pointer hovers."""

from channels.db import database_sync_to_async

from labeling.propagation.previews import Preview, request_preview
from labeling.realtime.listening import Listener
from labeling.realtime.messages import PreviewRequest
from labeling.realtime.pace import Pace, Start

# As fast as anyone moves on purpose, and as a small model answers.
PREVIEW_EVERY_S = 0.1


class Hovering:
    """One socket's previews: the newest request counts. Without Redis no answer could come, so none is asked for."""

    def __init__(self, *, video_id: int, listener: Listener, start: Start) -> None:
        self._video_id = video_id
        self._listener = listener
        self._asked: PreviewRequest | None = None
        self._pace = Pace(self._request, every_s=PREVIEW_EVERY_S, start=start)

    def ask(self, message: PreviewRequest) -> None:
        self._asked = message
        self._pace.ask()

    async def _request(self) -> None:
        asked, self._asked = self._asked, None
        if asked is None or not self._listener.is_there.is_set():
            return
        preview = Preview(
            masklet=asked.masklet, frame=asked.frame, at=asked.at, label=asked.label, reply_to=self._listener.channel
        )
        await database_sync_to_async(request_preview)(video_id=self._video_id, preview=preview)
