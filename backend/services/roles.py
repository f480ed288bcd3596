"""What each role runs: for `./maskloop up`, and as the one entry point of the images.

    python -m backend.services.roles web | media | gpu | beat | migrate | manage WORDS…

Read from the environment: MASKLOOP_HOST and MASKLOOP_PORT (where web listens), MASKLOOP_WEB_PROCESSES,
MASKLOOP_MEDIA_PROCESSES, MASKLOOP_WORKER (a gpu worker's name, by default the machine's), MASKLOOP_HOME.
"""

import os
import socket
import sys
import tempfile
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import NoReturn

from backend.services.installation import REPOSITORY

# The longest message of a page, a piece of a stroke, has a few thousand; the server refuses longer ones unread.
MAX_SOCKET_MESSAGE_BYTES = 64 * 1024
# Without the banner, which is no log line.
CELERY = ("-m", "celery", "-q", "-A", "backend.celery_app")
WORKER_OPTIONS = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")
LONG_RUNNING = ("web", "media", "gpu", "beat")
USAGE = "maskloop: give a role: web, media, gpu, beat, migrate, or manage and a command of manage.py."


# A web process on a busy machine may answer its parent late; it is ended only where it hangs.
WEB_HANGS_AFTER_S = 60


def web_words(*, host: str, port: int, processes: int = 1) -> tuple[str, ...]:
    hangs = ("--timeout-worker-healthcheck", str(WEB_HANGS_AFTER_S))
    shared = ("--workers", str(processes), *hangs) if processes > 1 else ()
    # Django itself decides whose X-Forwarded-… is believed.
    return (
        "-m", "uvicorn", "backend.asgi:application", "--host", host, "--port", str(port), *shared,
        "--timeout-graceful-shutdown", "5", "--no-proxy-headers", "--ws-max-size", str(MAX_SOCKET_MESSAGE_BYTES),
    )  # fmt: skip


def media_words(*, processes: int = 1, name: str = "media") -> tuple[str, ...]:
    pool = ("--pool", "prefork", "-c", str(processes))
    return (*CELERY, "worker", "-Q", "media", *pool, "-n", f"{name}@%h", *WORKER_OPTIONS)


def gpu_words(*, name: str) -> tuple[str, ...]:
    return (*CELERY, "worker", "-Q", f"gpu,gpu.{name}", "--pool", "solo", "-n", f"{name}@%h", *WORKER_OPTIONS)


def beat_words(*, schedule: Path) -> tuple[str, ...]:
    return (*CELERY, "beat", "-s", str(schedule), "--pidfile=", "--loglevel", "WARNING")


def choose_words(role: str, rest: Sequence[str], environment: Mapping[str, str]) -> tuple[str, ...]:
    """Python's arguments for a role; raises KeyError where there is none of that name."""
    manage = str(REPOSITORY / "manage.py")
    return {
        "web": lambda: web_words(
            host=environment.get("MASKLOOP_HOST") or "0.0.0.0",  # noqa: S104 - a container's own network
            port=int(environment.get("MASKLOOP_PORT") or 8000),
            processes=int(environment.get("MASKLOOP_WEB_PROCESSES") or 1),
        ),
        "media": lambda: media_words(processes=int(environment.get("MASKLOOP_MEDIA_PROCESSES") or 1)),
        "gpu": lambda: gpu_words(name=environment["MASKLOOP_WORKER"]),
        "beat": lambda: beat_words(schedule=_scratch("beat") / "schedule"),
        "migrate": lambda: (manage, "migrate", "--noinput"),
        "manage": lambda: (manage, *rest),
    }[role]()


def prepare(role: str, environment: MutableMapping[str, str]) -> None:
    """Set what the role's processes need in their environment."""
    if role in LONG_RUNNING:
        environment["MASKLOOP_ROLE"] = role
    if role == "gpu":
        environment.setdefault("MASKLOOP_WORKER", socket.gethostname())
    environment.setdefault("PYTHONUNBUFFERED", "1")
    if role in {"web", "media"}:
        environment.update(share_figures(_scratch(f"metrics-{role}")))


def share_figures(folder: Path) -> dict[str, str]:
    """The variable by which several processes that answer for one address count in one folder, which begins empty."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    return {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


def _scratch(name: str) -> Path:
    """A folder of this user's for what need not last."""
    folder = Path(tempfile.gettempdir()) / f"maskloop-{os.getuid()}" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def main(words: Sequence[str]) -> NoReturn:
    try:
        role, *rest = words
        prepare(role, os.environ)
        chosen = choose_words(role, rest, os.environ)
    except (KeyError, ValueError):
        print(USAGE, file=sys.stderr)
        sys.exit(2)
    os.chdir(REPOSITORY)
    # In this very process, so that what a container's runtime signals is the server or worker itself.
    os.execv(sys.executable, [sys.executable, *chosen])


if __name__ == "__main__":
    main(sys.argv[1:])
