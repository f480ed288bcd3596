"""One propagation on the device: visits frames in turn, while another thread shows and commits them."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import partial

from inference.sessions import Sessions
from inference.tracks import Track
from inference.types import Conditioning
from labeling.masklets.models import Masklet
from labeling.masklets.queries import list_conditioning
from labeling.masklets.rules import is_editable
from labeling.propagation.device.cut_watch import CutWatch
from labeling.propagation.device.opening import open_tracker
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.device.track_record import Mark, Settled, TrackRecord
from labeling.propagation.device.writer import Writer
from labeling.propagation.models import Propagation, PropagationMemory
from labeling.propagation.queries import is_cancel_requested, plan_propagation

# The most that is computed again after a kill: a chunk and what is made while it is being committed.
UNCOMMITTED_FRAMES = 30
CHUNK_FRAMES = 24
CHUNK_S = 2.0
CANCEL_POLL_S = 0.5


class NothingToTrack(Exception):
    """No object is left that could be tracked; the message is the sentence for people."""


class RunningTrack:
    """A claimed propagation. `step` raises LeaseLost where another worker has it now, and whatever the model raises."""

    def __init__(self, job: Propagation, *, sessions: Sessions, outgoing: Outgoing, writer: Writer) -> None:
        self.job = job
        self._writer = writer
        self._record = TrackRecord(job, outgoing=outgoing)
        self._legs = plan_propagation(job)
        self._leg: int = job.resume["leg"]
        self._position: int = job.resume["position"]
        self._frames_done = self._frames_sent = self._frames_committed = job.frames_done
        self._commits: deque[tuple[int, Future[Settled]]] = deque()
        self._sent_at = self._polled_at = time.monotonic()
        self._is_over = False
        self._known = _read_known(job)
        self._tracker = open_tracker(sessions, job.video)
        packed = PropagationMemory.objects.filter(pk=job.pk).values_list("packed", flat=True).first()
        self._cuts = CutWatch(self._tracker, stopped_at=job.stopped_at)
        self._track = self._start_leg(bytes(packed) if packed is not None else None, job.resume.get("stopped", ()))

    @property
    def frames_done(self) -> int:
        return self._frames_done

    def step(self, *, between: Callable[[], None]) -> bool:
        """Visits the next frame; False once the job is over. `between` may answer clicks between two batches."""
        self._settle(wait=self._frames_done - self._frames_committed >= UNCOMMITTED_FRAMES)
        if self._is_over:
            return False
        if self._is_cancelled():
            return self._commit_and_wait()
        frame = self._legs[self._leg].frames[self._position]
        for masklet_id in self._cuts.enter(self._position, self._known):
            self._track.drop(masklet_id)
        if self._cuts.is_everything_stopped(self._known):
            return self._end_leg()
        result = self._track.step(frame, between=between)
        self._position += 1
        self._frames_done += 1
        self._writer.submit(partial(self._record.take, result, frames_done=self._frames_done))
        if self._position == len(self._legs[self._leg].frames):
            return self._end_leg()
        if self._is_chunk_due():
            self._commit(memory=self._track.save(frame))
        return True

    def flush(self) -> None:
        """Commits what is not committed yet, before the worker stops."""
        if self._frames_done > self._frames_sent:
            last_frame = self._legs[self._leg].frames[self._position - 1]
            self._commit(memory=self._track.save(last_frame))
        self._settle(wait=True)

    def _end_leg(self) -> bool:
        self._leg += 1
        self._position = 0
        self._cuts.end()
        goes_on = self._commit_and_wait(is_last=self._leg == len(self._legs))
        if goes_on:
            self._track = self._start_leg(None)
        return goes_on

    def _start_leg(self, memory: bytes | None, stopped: Iterable[int] = ()) -> Track:
        self._cuts.start(self._legs[self._leg], stopped)
        known = {key: value for key, value in self._known.items() if key not in self._cuts.stopped}
        return Track(self._tracker, self._legs[self._leg], known, memory)

    def _is_chunk_due(self) -> bool:
        return self._frames_done - self._frames_sent >= CHUNK_FRAMES or time.monotonic() - self._sent_at >= CHUNK_S

    def _commit_and_wait(self, *, is_last: bool = False) -> bool:
        self._commit(is_last=is_last)
        self._settle(wait=True)
        return not self._is_over

    def _commit(self, *, is_last: bool = False, memory: bytes | None = None) -> None:
        """Has everything so far committed; what comes of it is found out by `_settle`."""
        mark = Mark(
            frames_done=self._frames_done,
            leg=self._leg,
            position=self._position,
            memory=memory,
            is_last=is_last,
            stopped=tuple(sorted(self._cuts.stopped)),
            stopped_at=self._cuts.stopped_at,
        )
        self._commits.append((self._frames_done, self._writer.submit(partial(self._record.commit, mark))))
        self._frames_sent = self._frames_done
        self._sent_at = time.monotonic()

    def _settle(self, *, wait: bool) -> None:
        """Takes note of the commits that have been made, or of all; raises what went wrong with one."""
        while self._commits and (wait or self._commits[0][1].done()):
            self._frames_committed, future = self._commits.popleft()
            settled = future.result()
            for masklet_id in settled.committed.closed:
                self._known.pop(masklet_id, None)
                self._track.drop(masklet_id)
            self._take_over(settled.known)
            self._is_over = settled.committed.status != Propagation.Status.RUNNING

    def _take_over(self, known: Mapping[int, Conditioning]) -> None:
        """Lets what people said while the track was under way condition what is still ahead."""
        for masklet_id, value in known.items():
            if self._known.get(masklet_id, value) != value:
                self._known[masklet_id] = value
                self._track.tell(masklet_id, value)

    def _is_cancelled(self) -> bool:
        if time.monotonic() - self._polled_at < CANCEL_POLL_S:
            return False
        self._polled_at = time.monotonic()
        return is_cancel_requested(self.job.pk)


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
