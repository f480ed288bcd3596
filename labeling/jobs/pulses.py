"""Says which processes live, for those who look after them and for the page that says what does not work."""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

from labeling.jobs.models import Pulse

logger = logging.getLogger(__name__)

PULSE_S = 5.0
# A process that stopped without a word is listed for so long.
LISTED = timedelta(hours=1)


def note_pulse(*, name: str, kind: str) -> None:
    """Say that a process is alive."""
    Pulse.objects.update_or_create(name=name, defaults={"kind": kind, "seen_at": timezone.now()})


def end_pulse(*, name: str) -> None:
    """Say that a process stops."""
    Pulse.objects.filter(name=name).delete()


def drop_old_pulses() -> None:
    Pulse.objects.filter(seen_at__lt=timezone.now() - LISTED).delete()


def list_pulses() -> dict[str, list[float]]:
    """For each kind the seconds since its processes were seen, the newest first."""
    now = timezone.now()
    found: dict[str, list[float]] = {kind: [] for kind in Pulse.Kind.values}
    for kind, seen_at in Pulse.objects.order_by("-seen_at").values_list("kind", "seen_at"):
        found[kind].append(round((now - seen_at).total_seconds(), 1))
    return found


class PulseThread(threading.Thread):
    """Notes a process' pulse every 5 s, from its start until `stop`, whatever Postgres does meanwhile."""

    def __init__(self, *, name: str, kind: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self._process = name
        self._kind = kind
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            self._try()
            self._ended.wait(PULSE_S)

    def stop(self) -> None:
        self._ended.set()
        self.join(PULSE_S)
        try:
            end_pulse(name=self._process)
        except (DatabaseError, InterfaceError) as error:
            logger.info("%s: no goodbye: %s", self._process, error)

    def _try(self) -> None:
        try:
            note_pulse(name=self._process, kind=self._kind)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("%s: no pulse: %s", self._process, error)
        finally:
            # None is open between two pulses: a child that is forked meanwhile must not share it.
            connections.close_all()
