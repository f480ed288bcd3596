"""What the ingest child gives up before it opens a file that a stranger made.

The child imports what it needs first; then it loses its user, its network, its view of the file system and its
appetite, and only then touches the file. A codec's hole then opens onto an empty folder.
"""

import contextlib
import ctypes
import os
import resource
import signal
from dataclasses import dataclass

NOBODY = 65534
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


@dataclass(frozen=True)
class Limits:
    """What a child may use: CPU seconds over all threads, bytes of address space, bytes of any one file it writes."""

    cpu_s: int
    memory_bytes: int
    file_bytes: int
    open_files: int = 64


def confine(limits: Limits) -> None:
    """Confine this process for good, the current folder becoming the whole file system where that is permitted.

    As root: no network, chroot, user `nobody`. As anybody else: the same through a user namespace where the kernel
    grants one. Then resource limits, no new privileges, low priority, and death together with the parent. Raises
    OSError when root cannot give up being root; what the kernel does not grant an ordinary user is left out.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            _unshare(libc, CLONE_NEWNET)
        _narrow_root()
        _become_nobody()
    else:
        with contextlib.suppress(OSError):
            _unshare(libc, CLONE_NEWUSER | CLONE_NEWNET)
            _narrow_root()
    _set_limits(limits)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Last, because a change of user clears it. The parent may have died before this line; then nobody waits for us.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == 1:
        raise OSError("the media worker is gone")


def _unshare(libc: ctypes.CDLL, flags: int) -> None:
    if libc.unshare(flags) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _narrow_root() -> None:
    with contextlib.suppress(OSError):
        os.chroot(".")
        os.chdir("/")


def _become_nobody() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    if os.geteuid() == 0:
        raise OSError("still root")


def _set_limits(limits: Limits) -> None:
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        _, ceiling = resource.getrlimit(kind)
        allowed = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(kind, (allowed, allowed))
    # The soft limit ends the process with a signal that says why, the hard one with SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 5))
    os.nice(10)
