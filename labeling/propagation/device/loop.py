"""The one loop that uses the device: clicks first, then frame steps of propagations, in turn between people."""

import logging
import threading
import time

from django.db import InterfaceError, OperationalError, connections

from inference.scheduler import FairTurns
from inference.sessions import Sessions
from labeling.jobs.leases import LeaseLost, claim_next
from labeling.metrics import DEVICE_STEP_SECONDS, FRAMES_TRACKED
from labeling.propagation.actions import announce_start, fail_propagation, hold_session, postpone_propagation, reap_jobs
from labeling.propagation.device.failures import Failure, explain_failure
from labeling.propagation.device.hovering import WaitingPreviews, answer_preview
from labeling.propagation.device.leases import HeldLeases, try_to_give_back
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.device.predict import answer_prediction
from labeling.propagation.device.running_track import NothingToTrack, RunningTrack
from labeling.propagation.device.writer import Writer
from labeling.propagation.models import Propagation
from labeling.propagation.queries import HOME_WAIT, list_open_predictions, list_open_propagations
from labeling.tracing import traced

logger = logging.getLogger(__name__)

# After a wake the next look: by then a click that belongs to another worker may be taken by anyone.
LOOK_AGAIN_S = HOME_WAIT.total_seconds()
# Wakes come from Postgres; this finds what was queued while its connection was away.
POLL_S = 1.0
# Each running track keeps features and memories of its own, so others wait in the queue, where any worker takes them.
TRACKS_AT_ONCE = 4
RECOVERY_PAUSE_S = 1.0
# A session's lease lasts 60 s; saying it with every click would cost a click a write.
SESSION_SAID_EVERY_S = 20.0


class DeviceLoop:
    """Claims jobs and runs them on the thread that calls `run`, or until there are none by `run_until_idle`.

    `wake` may be set from any thread: the loop then looks for jobs before its next step.
    """

    def __init__(self, *, worker: str, sessions: Sessions, outgoing: Outgoing, writer: Writer) -> None:
        self.worker = worker
        self.sessions = sessions
        self.wake = threading.Event()
        self.held = HeldLeases()
        self.previews = WaitingPreviews()
        self._outgoing = outgoing
        self._writer = writer
        self._turns: FairTurns[RunningTrack] = FairTurns()
        self._next_look = 0.0
        self._held_at: dict[int, float] = {}
        self._step_began: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set, then gives every job back; an attempt so ended does not count."""
        is_begun = False
        while not stop.is_set():
            try:
                if not is_begun:
                    self._take_back()
                    is_begun = True
                busy = self._turn()
            except (OperationalError, InterfaceError):
                logger.exception("Postgres does not answer; everything begun is dropped and queued again")
                self._drop_everything()
                stop.wait(RECOVERY_PAUSE_S)
                continue
            except Exception:
                # Not given back: a job that does this again and again must use up its attempts.
                logger.exception("an unforeseen failure; the leases of everything begun run out")
                self._drop_everything(gives_back=False)
                stop.wait(RECOVERY_PAUSE_S)
                continue
            if not busy:
                self.wake.wait(max(0.0, self._next_look - time.monotonic()))
        self._flush()
        self._drop_everything()
        connections.close_all()

    def run_until_idle(self) -> None:
        """Works until no job is left that this worker may take."""
        self.wake.set()
        while self._turn():
            self.wake.set()

    def stuck_for_s(self) -> float:
        """How long the present step has been going on; 0 between steps."""
        began = self._step_began
        return 0.0 if began is None else time.monotonic() - began

    def _take_back(self) -> None:
        """Queues again what this worker held when it was last killed."""
        num_jobs = reap_jobs(gone=self.worker)
        if num_jobs:
            logger.info("took back %d jobs of the process before", num_jobs)

    def _turn(self) -> bool:
        """Answers all clicks, then makes one frame step; whether there was anything to do."""
        self._step_began = time.monotonic()
        try:
            looks = self._may_look()
            answered = self._answer_predictions() if looks else 0
            answered += self._answer_previews()
            if looks:
                self._claim_propagations()
            track = self._turns.take_turn()
            if track is None:
                return answered > 0
            with traced(track.job.request_id, user_id=track.job.created_by_id):
                self._advance(track)
            return True
        finally:
            self._step_began = None

    def _may_look(self) -> bool:
        """Whether to ask Postgres now: when woken, once more after that, and every second."""
        now = time.monotonic()
        is_woken = self.wake.is_set()
        if not is_woken and now < self._next_look:
            return False
        self.wake.clear()
        self._next_look = now + (LOOK_AGAIN_S if is_woken else POLL_S)
        return True

    def _answer_between_objects(self) -> None:
        if self._may_look():
            self._answer_predictions()
            self._answer_previews()
            self.wake.set()  # new propagations are looked for after the step, not within it

    def _answer_predictions(self) -> int:
        answered = 0
        while (job := claim_next(list_open_predictions(worker=self.worker), owner=self.worker)) is not None:
            self._step_began = time.monotonic()
            self.held.add(job)
            with traced(job.request_id, user_id=job.created_by_id), DEVICE_STEP_SECONDS.labels(kind="click").time():
                try:
                    self._hold_session(answer_prediction(job, sessions=self.sessions, outgoing=self._outgoing))
                except LeaseLost:
                    logger.warning("prediction %d was taken over", job.pk)
            self.held.remove(job)
            answered += 1
        return answered

    def _answer_previews(self) -> int:
        """Clicks that come meanwhile go first."""
        answered = 0
        while (preview := self.previews.take()) is not None:
            self._step_began = time.monotonic()
            with traced(preview.request_id), DEVICE_STEP_SECONDS.labels(kind="preview").time():
                try:
                    answer_preview(preview, sessions=self.sessions, outgoing=self._outgoing)
                except (OperationalError, InterfaceError):
                    raise
                except Exception:  # the click itself will say what is wrong
                    logger.info("no preview", exc_info=True)
            answered += 1
            if self.wake.is_set() and self._may_look():
                self._answer_predictions()
                self.wake.set()
        return answered

    def _claim_propagations(self) -> None:
        while len(self._turns) < TRACKS_AT_ONCE:
            busy_people = [person for person in self._turns.people if isinstance(person, int)]
            job = claim_next(list_open_propagations(busy_people=busy_people), owner=self.worker)
            if job is None:
                return
            self.held.add(job)
            self._step_began = time.monotonic()
            with traced(job.request_id, user_id=job.created_by_id):
                try:
                    self._begin(job)
                except Exception as error:
                    if isinstance(error, OperationalError | InterfaceError):
                        raise
                    self._fail(job, error)

    def _begin(self, job: Propagation) -> None:
        logger.info("propagation %d: attempt %d from frame step %d", job.pk, job.attempts, job.frames_done)
        announce_start(job)
        self._hold_session(job.video_id)
        track = RunningTrack(job, sessions=self.sessions, outgoing=self._outgoing, writer=self._writer)
        self._turns.add(job.created_by_id, track)

    def _hold_session(self, video_id: int | None) -> None:
        now = time.monotonic()
        if video_id is None or now - self._held_at.get(video_id, -SESSION_SAID_EVERY_S) < SESSION_SAID_EVERY_S:
            return
        hold_session(video_id=video_id, worker=self.worker)
        self._held_at = {video: at for video, at in self._held_at.items() if now - at < SESSION_SAID_EVERY_S}
        self._held_at[video_id] = now

    def _advance(self, track: RunningTrack) -> None:
        try:
            if self._step(track):
                return
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever the model does, the loop goes on with the others
            self._turns.remove(track)
            self._fail(track.job, error)
            return
        self._turns.remove(track)
        self.held.remove(track.job)
        self.wake.set()
        logger.info("propagation %d: over after frame step %d", track.job.pk, track.frames_done)

    def _step(self, track: RunningTrack) -> bool:
        before, began = track.frames_done, time.perf_counter()
        goes_on = track.step(between=self._answer_between_objects)
        if track.frames_done > before:
            FRAMES_TRACKED.inc()
            DEVICE_STEP_SECONDS.labels(kind="track").observe(time.perf_counter() - began)
        return goes_on

    def _fail(self, job: Propagation, error: Exception) -> None:
        self.held.remove(job)
        self.wake.set()
        if isinstance(error, LeaseLost):
            logger.warning("propagation %d was taken over", job.pk)
            return
        if isinstance(error, NothingToTrack):
            failure = Failure(str(error), is_final=True)
        else:
            logger.error("propagation %d failed", job.pk, exc_info=error)
            failure = explain_failure(error)
        if failure.is_out_of_memory:
            self.sessions.forget()
        name = {"propagation_id": job.pk, "token": job.lease_token}
        try:
            if failure.is_waiting:
                postpone_propagation(**name, problem=failure.sentence)
            else:
                fail_propagation(**name, problem=failure.sentence, is_final=failure.is_final)
        except LeaseLost:
            logger.warning("propagation %d was taken over", job.pk)

    def _flush(self) -> None:
        for track in self._turns:
            try:
                track.flush()
            except Exception as error:  # noqa: BLE001 - the other tracks are to be kept, and every job given back
                logger.warning("propagation %d loses its last chunk: %s", track.job.pk, error)

    def _drop_everything(self, *, gives_back: bool = True) -> None:
        """Forgets all tracks and gives their jobs back; where Postgres is away, the leases run out by themselves."""
        self._turns = FairTurns()
        connections.close_all()
        for job in self.held.list():
            self.held.remove(job)
            if gives_back:
                try_to_give_back(job)
