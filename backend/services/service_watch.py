"""Starts an installation's Postgres and Redis again when they die."""

import threading
from collections.abc import Callable

from backend.services.installation import Installation
from backend.services.problems import LauncherProblem
from backend.services.running import SERVICES, is_embedded, start_services

LOOK_EVERY_S = 0.25
# A service that does not come up, for want of disk space say, is tried again this much later.
RETRY_S = 5.0


class ServiceWatch:
    """Looks after the services from a thread of its own, since a start takes seconds that the supervisor has not."""

    def __init__(self, installation: Installation, say: Callable[[str], None]) -> None:
        self._installation = installation
        self._say = say
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="service-watch", daemon=True)
        self._watched = [service for service in SERVICES if is_embedded(service, installation)]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Return once no start is under way any more: what is stopped after this stays stopped."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        pause = LOOK_EVERY_S
        while not self._ended.wait(pause):
            pause = LOOK_EVERY_S if self._revive() else RETRY_S

    def _revive(self) -> bool:
        """Start what is gone; False where it does not come up."""
        gone = [service.name for service in self._watched if service.find(self._installation) is None]
        if not gone:
            return True
        self._say(f"{' and '.join(gone)} ended; starting again.")
        try:
            start_services(self._installation)
        except (LauncherProblem, OSError) as error:
            self._say(f"{error} Trying again in {RETRY_S:g} s.")
            return False
        return True
