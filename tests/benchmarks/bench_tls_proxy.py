"""The processes of deploy/compose by hand, behind nginx with our very configuration, used by a browser over https."""

import contextlib
import json
import os
import ssl
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from playwright.sync_api import sync_playwright
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from backend.services.benchmarks import Row
from tests.deploy.topology import NGINX, Topology, read_metrics, run_topology
from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.clip import NUM_FRAMES, click_point, true_masks, write_clip
from tests.e2e.conftest import VIEWPORT
from tests.e2e.editor import PROPAGATION_MS, Editor
from tests.e2e.product import expect, wait_until
from tests.e2e.signing_in import sign_in
from tests.e2e.test_story_browser import create_project, upload

NAME = "tls-proxy"
SUMMARY = "web, workers and beat by their entry point behind nginx with our configuration: a browser over https"
ROLES = ("web", "media", "gpu", "beat")
CALLS = 200
BIG_PIECE_BYTES = 48 * 1024**2


def run(short: bool) -> list[Row]:
    if NGINX is None:
        return [Row("nothing measured: nginx is not on this machine (apt-get install nginx-light)", None, "")]
    roles = ROLES[:1] if short else ROLES
    with tempfile.TemporaryDirectory() as name, run_topology(Path(name), *roles) as topology:
        rows = _check_proxy(topology) + _time_calls(topology, 20 if short else CALLS)
        if not short:
            rows += _follow_browser(topology, Path(name)) + _end_workers(topology)
        return rows


def _failures(name: str, checks: dict[str, Callable[[], bool]]) -> Row:
    """How many of several things do not hold; which, on standard output."""
    failed = [what for what, holds in checks.items() if not holds()]
    for what in failed:
        print(f"does not hold: {what}")
    return Row(f"{name}: {len(checks)} checks, failed", len(failed), "", "== 0")


def _client(topology: Topology, **more: Any) -> httpx.Client:
    verify = ssl.create_default_context(cafile=str(topology.home / "tls.crt"))
    token = topology.product().logins["admin"].token
    return httpx.Client(
        base_url=topology.url, verify=verify, trust_env=False, timeout=60, headers={"Authorization": f"Token {token}"},
        **more,
    )  # fmt: skip


def _check_proxy(topology: Topology) -> list[Row]:
    with _client(topology) as client:
        plain = httpx.get(f"http://127.0.0.1:{topology.ports['http']}/projects?a=1", trust_env=False)
        given = client.get("/api/projects/", headers={"X-Request-Id": "given-by-the-page"})
        made = client.get("/api/projects/", headers={"X-Request-Id": "${not} well-formed"})
        figures = read_metrics(f"{topology.direct_url}/metrics")
        checks: dict[str, Callable[[], bool]] = {
            "http is sent to https": lambda: (plain.status_code, plain.headers["Location"][:8]) == (301, "https://"),
            "browsers are told to use TLS only": lambda: "max-age" in given.headers["Strict-Transport-Security"],
            "the page's request id is kept": lambda: given.headers["X-Request-Id"] == "given-by-the-page",
            "another is made by nginx": lambda: len(made.headers["X-Request-Id"]) == 32,
            "figures are not shown outside": lambda: client.get("/metrics").status_code == 404,
            "with the token, inside, they are": lambda: "maskloop_postgres_up 1.0" in figures,
            "both web processes are counted": lambda: 'route="api/projects/"' in figures,
            "an upload's piece of 48 MiB passes": lambda: _upload_big_piece(client),
            "a websocket passes": lambda: _open_socket(topology) == 4404,
            "the proxy is well": lambda: httpx.get(
                f"http://127.0.0.1:{topology.ports['health']}/healthz", trust_env=False
            ).status_code == 200,
        }  # fmt: skip
        return [_failures("proxy", checks)]


def _upload_big_piece(client: httpx.Client) -> bool:
    tus = {"Tus-Resumable": "1.0.0"}
    length = {"Upload-Length": str(BIG_PIECE_BYTES), "Upload-Metadata": "filename Y2xpcC5tcDQ="}
    created = client.post("/api/uploads/", headers={**tus, **length})
    headers = {**tus, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    stored = client.patch(created.headers["Location"], headers=headers, content=os.urandom(BIG_PIECE_BYTES))
    return (created.status_code, stored.status_code) == (201, 204)


def _open_socket(topology: Topology) -> int:
    """The close code for a video that does not exist, to somebody who is signed in."""
    context = ssl.create_default_context(cafile=str(topology.home / "tls.crt"))
    token = topology.product().logins["admin"].token
    address = f"{topology.url.replace('https', 'wss')}/ws/videos/999/"
    with connect(address, ssl=context, additional_headers={"Authorization": f"Token {token}"}, proxy=None) as socket:
        try:
            socket.recv(20)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
    return 0


def _time_calls(topology: Topology, calls: int) -> list[Row]:
    """The same call in turns, as a pooled client makes it."""
    with _client(topology) as proxied, topology.product().api("admin") as direct:
        direct.headers.update({"X-Forwarded-Proto": "https", "Host": "localhost"})
        times: dict[str, list[float]] = {"through the proxy": [], "directly": []}
        for _ in range(calls):
            for client, name in ((proxied, "through the proxy"), (direct, "directly")):
                began = time.perf_counter()
                expect(client.get("/api/projects/"))
                times[name].append((time.perf_counter() - began) * 1000)
    return [Row(f"a call {name}, median", median(values), "ms") for name, values in times.items()]


def _follow_browser(topology: Topology, folder: Path) -> list[Row]:
    clip = write_clip(folder / "numbered.mp4")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = chromium.new_context(base_url=topology.url, viewport=VIEWPORT, ignore_https_errors=True)
        page = context.new_page()
        page.set_default_timeout(60_000)
        sockets: list[str] = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        sign_in(page, topology.product().logins["admin"])
        create_project(page, "Over https")
        video = upload(page, clip)
        editor = Editor(page)
        editor.open(video)
        masklet = editor.add_object("leaf")
        asked = time.perf_counter()
        with page.expect_response(lambda answer: answer.url.endswith("/prompts/")) as answered:
            editor.click(click_point(true_masks(0)[0]))
        editor.expect_masks(masklet, 1)
        click_ms = (time.perf_counter() - asked) * 1000
        request_id = answered.value.headers["x-request-id"]
        editor.propagate("forward", "all")
        editor.expect_masks(masklet, NUM_FRAMES, PROPAGATION_MS)
        ranged = context.request.get(f"/api/videos/{video}/proxy.mp4", headers={"Range": "bytes=0-99"})
        cookies = context.cookies()
        checks: dict[str, Callable[[], bool]] = {
            "cookies are sent over TLS only": lambda: bool(cookies) and all(cookie["secure"] for cookie in cookies),
            "the editor's socket is encrypted": lambda: bool(sockets) and all(url[:6] == "wss://" for url in sockets),
            "a range of the video is a range": lambda: (ranged.status, len(ranged.body())) == (206, 100),
            **{
                f"the click's id is in the log of {name}": lambda name=name: bool(
                    _find_line(topology, name, request_id)
                )
                for name in ("proxy", "web", "gpu")
            },
        }
        row = _failures("browser: signed in, uploaded, clicked, tracked", checks)
        chromium.close()
    return [row, Row("a click to its mask on the screen, the first", click_ms, "ms")]


def _find_line(topology: Topology, name: str, request_id: str) -> list[dict[str, Any]]:
    lines = []
    for line in topology.read_log(name):
        with contextlib.suppress(ValueError):
            lines.append(json.loads(line))
    return [line for line in lines if isinstance(line, dict) and line.get("request_id") == request_id]


def _end_workers(topology: Topology) -> list[Row]:
    """SIGTERM, as a container's runtime sends it; the gpu worker gets it in the middle of a track."""
    admin = topology.product().api("admin")
    admin.headers.update({"X-Forwarded-Proto": "https", "Host": "localhost"})
    page: Any = expect(admin.get("/api/projects/"))
    project = (page["results"] if isinstance(page, dict) else page)[0]["id"]
    listed: Any = expect(admin.get(f"/api/projects/{project}/videos/"))
    video = (listed["results"] if isinstance(listed, dict) else listed)[0]["id"]
    masklet = expect(admin.get(f"/api/videos/{video}/snapshot/"))["masklets"][0]["id"]
    body = {"masklets": [masklet], "direction": "forward", "start": 0, "stop": NUM_FRAMES}
    job = expect(admin.post(f"/api/videos/{video}/propagations/", json=body), 201)["id"]
    wait_until(lambda: _read_status(admin, job) == "running", "the track is under way", 60, 0.02)
    gpu_s = topology.end("gpu")
    left = _read_status(admin, job)
    is_kept = left in {"queued", "done"}
    others = {role: topology.end(role) for role in ("media", "beat", "web")}
    rows = [
        Row("tracks lost by a gpu worker that is ended", 0 if is_kept else 1, "", "== 0"),
        Row("gpu worker in a track, from SIGTERM to its end", gpu_s, "s", "<= 30"),
    ]
    return rows + [Row(f"{role}, from SIGTERM to its end", seconds, "s", "<= 20") for role, seconds in others.items()]


def _read_status(client: httpx.Client, job: int) -> str:
    return str(expect(client.get(f"/api/propagations/{job}/"))["status"])
