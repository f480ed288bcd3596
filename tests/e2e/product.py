"""Starts the whole product as a person does, with `./maskloop up`, and talks to its REST API."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

from backend.services.running import remove_installations_under

REPOSITORY = Path(__file__).resolve().parents[2]
REAL_CLIPS = REPOSITORY.parent / "shared" / "data"
START_S = 600
STOP_S = 30

T = TypeVar("T")


@dataclass(frozen=True)
class Login:
    role: str
    username: str
    password: str
    token: str


@dataclass(frozen=True)
class Product:
    url: str
    home: Path
    logins: dict[str, Login]

    def api(self, role: str) -> httpx.Client:
        """A client of the REST API with that role's token."""
        return httpx.Client(
            base_url=self.url,
            headers={"Authorization": f"Token {self.logins[role].token}"},
            timeout=60,
            trust_env=False,
        )


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_product(home: Path, *options: str, **more: str) -> Iterator[Product]:
    """The product on a free port with its state in `home`, stopped with SIGTERM at the end; `more` environment."""
    port = find_free_port()
    # The suite's own services are not the product's: it starts its private ones.
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "MASKLOOP_SECRET_KEY"}}
    log = home.parent / f"{home.name}-up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [REPOSITORY / "maskloop", "up", "--port", str(port), *options],
            env={**environment, "MASKLOOP_HOME": str(home), **more},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        needs_gpu = options[options.index("--gpu") + 1] != "0" if "--gpu" in options else True
        wait_until(lambda: _is_ready(url, process, log, needs_gpu=needs_gpu), "the product is ready", START_S)
        entries = json.loads((home / "logins.json").read_text())
        yield Product(url=url, home=home, logins={entry["role"]: Login(**entry) for entry in entries})
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        remove_installations_under(home)


def wait_until(look: Callable[[], T], what: str, timeout_s: float = 60, every_s: float = 0.2) -> T:
    """What `look` answers once it is true; fails with the last answer when it has not been in time."""
    deadline = time.monotonic() + timeout_s
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {timeout_s} s: {what}; last seen: {answer!r}")
        time.sleep(every_s)


def upload_video(client: httpx.Client, *, project: int, path: Path) -> int:
    """Upload a file by tus in two pieces, make a video of it, wait until it is ready and return its id."""
    content = path.read_bytes()
    tus = {"Tus-Resumable": "1.0.0"}
    created = client.post(
        "/api/uploads/",
        headers=tus | {"Upload-Length": str(len(content)), "Upload-Metadata": "filename Y2xpcC5tcDQ="},
    )
    assert created.status_code == 201, created.text
    location = created.headers["Location"]
    half = len(content) // 2
    for offset, piece in ((0, content[:half]), (half, content[half:])):
        headers = tus | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        assert client.patch(location, headers=headers, content=piece).status_code == 204
    upload = location.rstrip("/").rsplit("/", 1)[-1]
    video = expect(client.post("/api/videos/", json={"project": project, "upload": upload, "name": path.name}), 201)
    ready = wait_until(lambda: _finished_video(client, video["id"]), "the video is ingested", 120)
    assert ready["status"] == "ready", ready["problem"]
    return int(ready["id"])


def expect(response: httpx.Response, status: int = 200) -> Any:
    """The JSON of a response, which must have that status."""
    assert response.status_code == status, f"{response.request.url}: {response.status_code} {response.text}"
    return response.json() if response.content else None


def _finished_video(client: httpx.Client, video: int) -> dict[str, Any] | None:
    state: dict[str, Any] = expect(client.get(f"/api/videos/{video}/"))
    return state if state["status"] in {"ready", "failed"} else None


def _is_ready(url: str, process: subprocess.Popen[bytes], log: Path, *, needs_gpu: bool) -> bool:
    assert process.poll() is None, f"./maskloop up ended: {log.read_text()[-2000:]}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/statusz", timeout=5) as answer:
            workers = json.load(answer)["gpu_workers"]
        with opener.open(f"{url}/readyz", timeout=5) as answer:
            is_served = bool(answer.status == 200)
            return is_served and (not needs_gpu or any(worker["seen_s_ago"] < 15 for worker in workers))
    except OSError:
        return False
