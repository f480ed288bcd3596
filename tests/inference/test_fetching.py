import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from inference.checkpoints import Checkpoint, CheckpointProblem, get_checkpoint
from inference.fetching import fetch_weights

CONTENT = bytes(range(256)) * 40


class FileServer(ThreadingHTTPServer):
    """Serves CONTENT; `cut` ends the first answer early, `ranges` are the ones that were asked for."""

    cut: int | None = None
    knows_ranges = True
    ranges: list[str]


class Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        asked = self.headers["Range"]
        self.server.ranges.append(asked)
        first = int(asked.removeprefix("bytes=").removesuffix("-")) if self.server.knows_ranges else 0
        body = CONTENT[first:]
        self.send_response(206 if self.server.knows_ranges else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut, self.server.cut = self.server.cut, None
        self.wfile.write(body[:cut])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer(("127.0.0.1", 0), Handler) as running:
        running.ranges = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def checkpoint(server, tmp_path, monkeypatch) -> Checkpoint:
    monkeypatch.setenv("MASKLOOP_HOME", str(tmp_path))
    address = f"http://127.0.0.1:{server.server_port}/weights.pt"
    return replace(get_checkpoint("sam2.1_hiera_tiny"), source=address, size_bytes=len(CONTENT), digest=None)


def test_weights_are_fetched_whole_and_only_once(checkpoint, server):
    seen: list[int] = []
    assert fetch_weights(checkpoint, seen.append).read_bytes() == CONTENT
    assert fetch_weights(checkpoint, seen.append) == checkpoint.path
    assert (seen[-1], server.ranges) == (len(CONTENT), ["bytes=0-"])


def test_broken_download_goes_on_where_it_broke(checkpoint, server):
    server.cut = 1000
    with pytest.raises(CheckpointProblem, match="Run the same command again"):
        fetch_weights(checkpoint, lambda _: None)
    assert not checkpoint.path.exists()
    assert fetch_weights(checkpoint, lambda _: None).read_bytes() == CONTENT
    assert server.ranges == ["bytes=0-", "bytes=1000-"]


def test_download_begins_again_where_the_server_knows_no_ranges(checkpoint, server):
    server.cut, server.knows_ranges = 1000, False
    with pytest.raises(CheckpointProblem):
        fetch_weights(checkpoint, lambda _: None)
    assert fetch_weights(checkpoint, lambda _: None).read_bytes() == CONTENT


def test_file_that_is_too_long_is_refused_and_dropped(checkpoint):
    shorter = replace(checkpoint, size_bytes=len(CONTENT) - 1)
    with pytest.raises(CheckpointProblem, match="bytes instead of"):
        fetch_weights(shorter, lambda _: None)
    assert list(checkpoint.path.parent.iterdir()) == []


def test_server_that_does_not_answer_gets_a_sentence(checkpoint, server):
    server.shutdown()
    server.server_close()
    with pytest.raises(CheckpointProblem, match="broke off"):
        fetch_weights(checkpoint, lambda _: None)
