"""The copies of stored files on this machine, with real files and real processes."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from labeling.media.copies import JUST_ASKED_S, CopyDamaged, LocalCopies, Wanted

FETCH = """
import sys, time
from pathlib import Path
from labeling.media.copies import LocalCopies, Wanted
root, log = Path(sys.argv[1]), Path(sys.argv[2])
copies = LocalCopies(root, quota_bytes=10**9)
def read():
    with log.open("a") as file:
        file.write("read\\n")
    for _ in range(20):
        time.sleep(0.02)
        yield b"x" * 1000
for _ in range(3):
    path = copies.fetch(Wanted("one", 20_000), read)
    assert path.read_bytes() == b"x" * 20_000, len(path.read_bytes())
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def put(copies: LocalCopies, key: str, num_bytes: int, *, asked_s_ago: float = 2 * JUST_ASKED_S) -> Path:
    path = copies.fetch(Wanted(key, num_bytes), lambda: [bytes(num_bytes)])
    then = time.time() - asked_s_ago
    os.utime(path, (then, then))
    return path


def test_those_that_nobody_asked_for_the_longest_make_room(root: Path):
    copies = LocalCopies(root, quota_bytes=1000)
    oldest, older, newer = (put(copies, key, 300, asked_s_ago=ago) for key, ago in (("a", 900), ("b", 800), ("c", 700)))
    assert copies.find("a") == oldest

    put(copies, "d", 300)

    assert [path.exists() for path in (oldest, older, newer)] == [True, False, True]
    assert copies.count_bytes() == 900


def test_copy_that_was_just_asked_for_is_never_taken_away(root: Path):
    copies = LocalCopies(root, quota_bytes=1000)
    just_asked = put(copies, "a", 900, asked_s_ago=0)

    put(copies, "larger than the quota", 2000)

    assert just_asked.exists()


def test_of_several_processes_one_fetches_and_all_see_the_whole(root: Path, tmp_path: Path):
    command = [sys.executable, "-c", FETCH, str(root), str(tmp_path / "log")]
    others = [subprocess.Popen(command) for _ in range(4)]

    assert [other.wait(60) for other in others] == [0, 0, 0, 0]
    assert (tmp_path / "log").read_text() == "read\n"
    assert len(list(root.iterdir())) == 2


def test_killed_fetch_leaves_nothing_that_is_taken_for_a_copy(root: Path, tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", FETCH, str(root), str(tmp_path / "log")])
    while not list(root.glob("*.part")):
        time.sleep(0.01)
    process.kill()
    process.wait()
    copies = LocalCopies(root, quota_bytes=1000)
    assert copies.find("one") is None

    put(copies, "other", 10)

    assert list(root.glob("*.part")) == []


@pytest.mark.parametrize("content", [b"short", b"z" * 20])
def test_content_that_is_not_the_stored_one_is_refused(root: Path, content: bytes):
    copies = LocalCopies(root, quota_bytes=1000)
    wanted = Wanted("one", 20, hashlib.sha256(b"x" * 20).hexdigest())

    with pytest.raises(CopyDamaged):
        copies.fetch(wanted, lambda: [content])
    assert copies.find("one") is None
    assert copies.fetch(wanted, lambda: [b"x" * 20]).read_bytes() == b"x" * 20


def test_broken_off_read_leaves_nothing(root: Path):
    def read() -> Iterator[bytes]:
        yield b"x"
        raise ConnectionResetError

    copies = LocalCopies(root, quota_bytes=1000)
    with pytest.raises(ConnectionResetError):
        copies.fetch(Wanted("one", 20), read)
    assert [path.name for path in root.iterdir()] == ["lock"]
