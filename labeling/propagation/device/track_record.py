"""What the writing thread does for one track: shows each step, gathers its masks, commits them in chunks."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from inference.step_result import StepResult
from inference.types import Conditioning, MaskResult
from labeling.events.wire import MaskFrame, encode_mask_frame
from labeling.masklets.models import Masklet, Origin
from labeling.masklets.queries import list_conditioning
from labeling.propagation.actions import Chunk, ChunkCommitted, commit_chunk
from labeling.propagation.device.outgoing import Outgoing, Progress, ShownStep
from labeling.propagation.models import Propagation


@dataclass(frozen=True)
class Mark:
    """How far a track was when a chunk ended; see `Chunk`."""

    frames_done: int
    leg: int
    position: int
    memory: bytes | None
    is_last: bool
    stopped: tuple[int, ...]
    stopped_at: tuple[int, ...]


@dataclass(frozen=True)
class Settled:
    """What became of a chunk, and what people have said of each object by now."""

    committed: ChunkCommitted
    known: Mapping[int, Conditioning]


class TrackRecord:
    """Used by the writing thread alone. Once a step or a commit has failed, every later commit fails by the same."""

    def __init__(self, job: Propagation, *, outgoing: Outgoing) -> None:
        self._job = job
        self._outgoing = outgoing
        self._size = (job.video.height, job.video.width)
        self._pending: dict[int, list[MaskResult]] = defaultdict(list)
        self._failure: Exception | None = None

    def take(self, result: StepResult, *, frames_done: int) -> None:
        """Waits until the step's masks are described and shows them."""
        if self._failure is not None:
            return
        try:
            masks = result.masks
        except Exception as error:  # noqa: BLE001 - told to the device thread by the next commit
            self._failure = error
            return
        for masklet_id, mask in masks.items():
            self._pending[masklet_id].append(mask)
        shown = tuple(self._encode(masklet_id, mask) for masklet_id, mask in masks.items())
        progress = Progress(propagation_id=self._job.pk, frames_done=frames_done, frames_total=self._job.frames_total)
        self._outgoing.show(ShownStep(video_id=self._job.video_id, masks=shown, progress=progress))

    def commit(self, mark: Mark) -> Settled:
        """Commits what was taken since the last time; raises LeaseLost, and what Postgres raises."""
        if self._failure is not None:
            raise self._failure
        chunk = Chunk(
            masks=dict(self._pending),
            frames_done=mark.frames_done,
            leg=mark.leg,
            position=mark.position,
            memory=mark.memory,
            is_last=mark.is_last,
            stopped=mark.stopped,
            stopped_at=mark.stopped_at,
        )
        try:
            committed = commit_chunk(propagation_id=self._job.pk, token=self._job.lease_token, chunk=chunk)
        except Exception as error:
            self._failure = error
            raise
        self._pending.clear()
        return Settled(committed=committed, known={} if mark.is_last else self._read_known(committed))

    def _read_known(self, committed: ChunkCommitted) -> dict[int, Conditioning]:
        followed = Masklet.objects.filter(propagations=self._job).exclude(pk__in=committed.closed)
        return {masklet.pk: list_conditioning(masklet) for masklet in followed}

    def _encode(self, masklet_id: int, mask: MaskResult) -> bytes:
        return encode_mask_frame(
            MaskFrame(
                masklet=masklet_id,
                frame=mask.frame,
                state=mask.state,
                origin=Origin.PROPAGATED,
                size=self._size,
                counts=mask.rle.counts if mask.rle else "",
                score=mask.score,
                lease_token=self._job.lease_token,
                propagation=self._job.pk,
            )
        )
