"""How many wrong passwords are taken, and from whom.

Three limits hold at once: of a name from one address, of an address, and of a name from everywhere. The last slows a
guesser with many addresses down, and would by itself let anybody keep a person out: so a browser that the person has
signed in with before is counted apart from all others, and any address has a few tries.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import QuerySet
from django.utils import timezone

from labeling.accounts.devices import Device
from labeling.accounts.models import LoginFailure, User
from labeling.accounts.rules import (
    FAILURE_WINDOW_S,
    MAX_FAILURES,
    MAX_FAILURES_OF_ADDRESS,
    MAX_FAILURES_OF_NAME,
    TRIES_OF_A_NAME_UNDER_ATTACK,
)
from labeling.problems import Problem, Throttled

# Of somebody who is signed in and asked for the password again: strangers' tries do not count there.
SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Caller:
    """Who tries: `device` is empty for a browser that the person has not signed in with before, the name where it is no
    password that is tried."""

    username: str
    address: str | None
    device: str = ""


def find_caller(*, username: str, address: str | None, device: Device) -> Caller:
    knows = bool(device.user_ids) and User.objects.filter(username=username, pk__in=device.user_ids).exists()
    return Caller(username=username, address=address, device=device.id if knows else "")


@contextmanager
def count_refusals(caller: Caller) -> Iterator[None]:
    """Count the block as a failure unless it succeeds; raise Throttled where there were too many.

    Runs outside of the caller's transaction, so that a refusal does not roll the count back. It is counted first and
    taken back at success: many tries at once are not many more than the limit.
    """
    wait_s = find_wait_s(caller)
    if wait_s > 0:
        minutes = ceil(wait_s / 60)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        raise Throttled(f"Too many wrong tries. Wait {wait}, then try again.", retry_after_s=wait_s)
    LoginFailure.objects.filter(at__lt=_window_begins()).delete()
    counted = LoginFailure.objects.create(username=caller.username, address=caller.address, device=caller.device)
    try:
        yield
    except Problem:
        raise
    except BaseException:
        counted.delete()
        raise
    counted.delete()
    if caller.username:
        _own_failures(caller).delete()


def find_wait_s(caller: Caller) -> int:
    """Seconds until this caller may try again; 0 for now."""
    if caller.device:
        return _wait_for(_own_failures(caller), MAX_FAILURES)
    strangers = LoginFailure.objects.filter(device="")
    waits = [0]
    if caller.address is not None:
        waits.append(_wait_for(strangers.filter(address=caller.address), MAX_FAILURES_OF_ADDRESS))
    if caller.username:
        is_attacked = _wait_for(strangers.filter(username=caller.username), MAX_FAILURES_OF_NAME) > 0
        most = TRIES_OF_A_NAME_UNDER_ATTACK if is_attacked else MAX_FAILURES
        waits.append(_wait_for(_own_failures(caller), most))
    return max(waits)


def _own_failures(caller: Caller) -> QuerySet[LoginFailure]:
    own = LoginFailure.objects.filter(username=caller.username, device=caller.device)
    return own if caller.device else own.filter(address=caller.address)


def _wait_for(failures: QuerySet[LoginFailure], most: int) -> int:
    """Until when the newest `most` of them are not all within the window."""
    times = failures.filter(at__gt=_window_begins()).order_by("-at").values_list("at", flat=True)
    oldest = times[most - 1 : most].first()
    return 0 if oldest is None else max(1, ceil((oldest - _window_begins()).total_seconds()))


def _window_begins() -> datetime:
    return timezone.now() - timedelta(seconds=FAILURE_WINDOW_S)
