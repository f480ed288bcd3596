"""One propagation on the device: visits frames in turn, shows them at once and commits them in chunks."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable

from inference.sessions import Sessions
from inference.step_result import StepResult
from inference.tracks import Track
from inference.types import Conditioning, MaskResult
from labeling.events.wire import MaskFrame, encode_mask_frame
from labeling.masklets.models import Masklet, Origin
from labeling.masklets.queries import list_conditioning
from labeling.masklets.rules import is_editable
from labeling.propagation.actions import Chunk, commit_chunk
from labeling.propagation.device.opening import open_tracker
from labeling.propagation.device.outgoing import Outgoing, Progress, ShownStep
from labeling.propagation.models import Propagation, PropagationMemory
from labeling.propagation.queries import is_cancel_requested, plan_propagation

logger = logging.getLogger(__name__)

CHUNK_FRAMES = 30
CHUNK_S = 2.0
CANCEL_POLL_S = 0.25


class NothingToTrack(Exception):
    """No object is left that could be tracked; the message is the sentence for people."""


class RunningTrack:
    """A claimed propagation. `step` raises LeaseLost where another worker has it now, and whatever the model raises."""

    def __init__(self, job: Propagation, *, sessions: Sessions, outgoing: Outgoing) -> None:
        self.job = job
        self._outgoing = outgoing
        self._legs = plan_propagation(job)
        self._leg: int = job.resume["leg"]
        self._position: int = job.resume["position"]
        self._frames_done = job.frames_done
        self._pending: dict[int, list[MaskResult]] = defaultdict(list)
        self._steps_pending = 0
        self._committed_at = self._polled_at = time.monotonic()
        video = job.video
        self._size = (video.height, video.width)
        self._known = _read_known(job)
        self._tracker = open_tracker(sessions, video)
        packed = PropagationMemory.objects.filter(pk=job.pk).values_list("packed", flat=True).first()
        self._track = self._start_leg(bytes(packed) if packed is not None else None)

    def step(self, *, between: Callable[[], None]) -> bool:
        """Visits the next frame; False once the job is over. `between` may answer clicks between two objects."""
        if self._is_cancelled():
            return self._commit(is_last=False)
        frame = self._legs[self._leg].frames[self._position]
        result = self._track.step(frame, between=between)
        self._position += 1
        self._frames_done += 1
        self._steps_pending += 1
        for masklet_id, mask in result.masks.items():
            self._pending[masklet_id].append(mask)
        self._show(result)
        if self._position == len(self._legs[self._leg].frames):
            return self._end_leg()
        if self._steps_pending >= CHUNK_FRAMES or time.monotonic() - self._committed_at >= CHUNK_S:
            return self._commit(is_last=False, memory=self._track.save(frame))
        return True

    def flush(self) -> None:
        """Commits what is not committed yet, before the worker stops."""
        if self._steps_pending:
            last_frame = self._legs[self._leg].frames[self._position - 1]
            self._commit(is_last=False, memory=self._track.save(last_frame))

    def _end_leg(self) -> bool:
        self._leg += 1
        self._position = 0
        is_last = self._leg == len(self._legs)
        goes_on = self._commit(is_last=is_last)
        if goes_on:
            self._track = self._start_leg(None)
        return goes_on

    def _start_leg(self, memory: bytes | None) -> Track:
        return Track(self._tracker, self._legs[self._leg], self._known, memory)

    def _commit(self, *, is_last: bool, memory: bytes | None = None) -> bool:
        chunk = Chunk(
            masks=dict(self._pending),
            frames_done=self._frames_done,
            leg=self._leg,
            position=self._position,
            memory=memory,
            is_last=is_last,
        )
        committed = commit_chunk(propagation_id=self.job.pk, token=self.job.lease_token, chunk=chunk)
        self._pending.clear()
        self._steps_pending = 0
        self._committed_at = time.monotonic()
        for masklet_id in committed.closed:
            self._known.pop(masklet_id, None)
            self._track.drop(masklet_id)
        return committed.status == Propagation.Status.RUNNING

    def _is_cancelled(self) -> bool:
        if time.monotonic() - self._polled_at < CANCEL_POLL_S:
            return False
        self._polled_at = time.monotonic()
        return is_cancel_requested(self.job.pk)

    def _show(self, result: StepResult) -> None:
        masks = tuple(
            encode_mask_frame(
                MaskFrame(
                    masklet=masklet_id,
                    frame=mask.frame,
                    state=mask.state,
                    origin=Origin.PROPAGATED,
                    size=self._size,
                    counts=mask.rle.counts if mask.rle else "",
                    score=mask.score,
                    lease_token=self.job.lease_token,
                    propagation=self.job.pk,
                )
            )
            for masklet_id, mask in result.masks.items()
        )
        self._outgoing.show(
            ShownStep(
                video_id=self.job.video_id,
                masks=masks,
                progress=Progress(
                    propagation_id=self.job.pk, frames_done=self._frames_done, frames_total=self.job.frames_total
                ),
            )
        )


def _read_known(job: Propagation) -> dict[int, Conditioning]:
    """What is known of each object that may still be changed; raises NothingToTrack where that is none."""
    masklets = [masklet for masklet in Masklet.objects.filter(propagations=job).order_by("pk") if is_editable(masklet)]
    if not masklets:
        raise NothingToTrack("All objects of this propagation were submitted, approved or deleted before it began.")
    known = {masklet.pk: list_conditioning(masklet) for masklet in masklets}
    prompted = {key: value for key, value in known.items() if value.prompts or value.barriers}
    if not prompted:
        raise NothingToTrack("All prompts of these objects were taken away before the propagation began.")
    return prompted
