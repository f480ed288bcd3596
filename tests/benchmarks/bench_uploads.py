"""One large file through a line that is cut and a server that is killed, again and again; then compared by SHA-256."""

import base64
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from backend.services.benchmarks import Row
from tests.benchmarks.cutting_proxy import CuttingProxy, cutting_proxy
from tests.collaboration.product_processes import Kill, Nemesis
from tests.e2e.product import Product, expect, run_product

NAME = "uploads"
SUMMARY = "a 4 GB file with 50 cuts of the line and 5 kills of the server: equal by SHA-256, bytes sent again"
MIB = 1024**2
LONG_BYTES, LONG_CUTS, LONG_KILLS = 4 * 1024**3, 50, 5
SHORT_BYTES, SHORT_CUTS, SHORT_KILLS = 64 * MIB, 4, 1
PIECE_BYTES = 32 * MIB
READ_BYTES = 256 * 1024
AGAIN_S = 0.5
TUS = {"Tus-Resumable": "1.0.0"}


def run(short: bool) -> list[Row]:
    length, num_cuts, num_kills = (
        (SHORT_BYTES, SHORT_CUTS, SHORT_KILLS) if short else (LONG_BYTES, LONG_CUTS, LONG_KILLS)
    )
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "large.bin"
        sha256 = _write_sparse(path, length)
        with run_product(Path(name) / "home", "--no-demo") as product:
            return _measure(product, path, sha256, num_cuts, num_kills)


def _measure(product: Product, path: Path, sha256: str, num_cuts: int, num_kills: int) -> list[Row]:
    length = path.stat().st_size
    nemesis = Nemesis(product)
    kills: list[Kill] = []
    proxy = CuttingProxy(
        target=product.url,
        cuts=_spread(length, num_cuts),
        marks=_spread(length, num_kills),
        on_mark=lambda: kills.append(nemesis.kill("web")),
    )
    with cutting_proxy(proxy), product.api("admin") as admin:
        project = expect(admin.post("/api/projects/", json={"name": "Large files"}), 201)["id"]
        with _client(product, f"http://127.0.0.1:{proxy.port}") as client:
            sending = _Sending(client, path)
            began = time.monotonic()
            sending.send_all()
            sent_s = time.monotonic() - began
            proxy.wait_for_marks()
            stored = hashlib.sha256()
            for part in (product.home / "media" / "uploads").glob("*.part"):
                _update(stored, part)
            began = time.monotonic()
            videos = sending.register(project, sha256)
            verified_s = time.monotonic() - began
    seconds = [kill.seconds for kill in kills]
    # Of a small file, what was between the two ends at each cut is a large part.
    again = None if length <= SHORT_BYTES else "<= 0.1"
    return [
        Row("bytes of the file", length / 1e9, "GB"),
        Row("cuts of the line", proxy.num_cuts, "cuts", f"== {num_cuts}"),
        Row("kills of the server", len(kills), "kills", f"== {num_kills}"),
        Row("files that arrived as another (SHA-256)", int(stored.hexdigest() != sha256), "files", "== 0"),
        Row("videos that the server made after verifying", videos, "videos", "== 1"),
        Row("acknowledged bytes lost", sending.lost_bytes, "bytes", "== 0"),
        Row("bytes sent again", round((proxy.num_bytes - length) / length, 4), "of the file", again),
        Row("whole transfer, waits and kills included", round(length / 1e6 / sent_s, 1), "MB/s"),
        Row("from the last byte to the video", round(verified_s, 2), "s"),
        Row("server back after a kill, median", round(median(seconds), 2), "s"),
        Row("server back after a kill, slowest", round(max(seconds), 2), "s", "<= 30"),
    ]


@dataclass
class _Sending:
    """A client as the browser's: asks where to go on, sends the rest, and tries again whatever happens."""

    client: httpx.Client
    path: Path
    location: str = ""
    acknowledged: int = 0
    lost_bytes: int = 0

    def send_all(self) -> None:
        length = self.path.stat().st_size
        name = base64.b64encode(self.path.name.encode()).decode()
        headers = TUS | {"Upload-Length": str(length), "Upload-Metadata": f"filename {name}"}
        self.location = self.client.post("/api/uploads/", headers=headers).headers["Location"]
        while self.acknowledged < length:
            try:
                self._go_on(length)
            except httpx.HTTPError:
                time.sleep(AGAIN_S)

    def register(self, project: int, sha256: str) -> int:
        """How many videos there are of it, after the same call was answered at last and repeated once."""
        upload = self.location.rstrip("/").rsplit("/", 1)[-1]
        wish = {"project": project, "upload": upload, "name": self.path.name, "sha256": sha256}
        answered = 0
        while answered < 2:
            try:
                response = self.client.post("/api/videos/", json=wish, headers={"Idempotency-Key": f"bench-{upload}"})
                answered += response.status_code == 201
            except httpx.HTTPError:
                time.sleep(AGAIN_S)
        return len(expect(self.client.get(f"/api/projects/{project}/videos/")))

    def _go_on(self, length: int) -> None:
        head = self.client.head(self.location, headers=TUS)
        if head.status_code != 200:
            time.sleep(AGAIN_S)
            return
        offset = int(head.headers["Upload-Offset"])
        self.lost_bytes += max(0, self.acknowledged - offset)
        while offset < length:
            size = min(PIECE_BYTES, length - offset)
            headers = TUS | {
                "Upload-Offset": str(offset),
                "Content-Type": "application/offset+octet-stream",
                "Content-Length": str(size),
            }
            answer = self.client.patch(self.location, headers=headers, content=_read(self.path, offset, size))
            if answer.status_code != 204:
                return
            offset = self.acknowledged = int(answer.headers["Upload-Offset"])


def _client(product: Product, url: str) -> httpx.Client:
    headers = {"Authorization": f"Token {product.logins['admin'].token}"}
    return httpx.Client(base_url=url, headers=headers, timeout=30, trust_env=False)


def _read(path: Path, offset: int, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(offset)
        while size > 0:
            piece = file.read(min(READ_BYTES, size))
            size -= len(piece)
            yield piece


def _write_sparse(path: Path, length: int) -> str:
    """Random stretches with holes between, made in no time and equal every time; its SHA-256."""
    chance = random.Random(1)
    with path.open("wb") as file:
        file.truncate(length)
        for start in range(0, length, 16 * MIB):
            file.seek(start + chance.randrange(15 * MIB))
            file.write(chance.randbytes(MIB // 4))
    digest = hashlib.sha256()
    _update(digest, path)
    return digest.hexdigest()


def _update(digest: "hashlib._Hash", path: Path) -> None:
    with path.open("rb") as file:
        while piece := file.read(MIB):
            digest.update(piece)


def _spread(length: int, count: int) -> list[int]:
    """So many places in a file, evenly, none at an end and none where a piece or a slice begins."""
    return [length * (2 * number + 1) // (2 * count) + 12_345 for number in range(count)]
