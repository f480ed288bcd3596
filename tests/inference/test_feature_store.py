"""Features on disk: what is read is what was written, whatever happens to the files and whoever else writes."""

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backend.services.installation import REPOSITORY
from inference.feature_store import LEAST_MEASURED, TRIED_EVERY, Balance, FeatureStore, FrameKey

PIECE = 4096


def name_frame(frame: int, video: str = "video", model: str = "model") -> FrameKey:
    return FrameKey(video=video, model=model, frame=frame)


def make_content(key: FrameKey, size: int = PIECE) -> bytes:
    return random.Random(f"{key}").randbytes(size)


def find_file(root: Path, key: FrameKey) -> Path:
    return root / key.place


def test_read_gives_what_was_written(tmp_path: Path):
    store = FeatureStore(tmp_path, quota_bytes=1 << 20)
    keys = [name_frame(0), name_frame(1), name_frame(0, video="other"), name_frame(0, model="other")]
    assert [store.read(key) for key in keys] == [None] * 4
    assert [store.write(key, make_content(key)) for key in keys] == [True] * 4
    assert [FeatureStore(tmp_path, quota_bytes=1).read(key) for key in keys] == [make_content(key) for key in keys]


def test_written_twice_is_kept_once(tmp_path: Path):
    store = FeatureStore(tmp_path, quota_bytes=1 << 20)
    assert [store.write(name_frame(0), b"features") for _ in range(2)] == [True, False]
    assert store.count_bytes() == 8 + 32 + 8


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "renamed"])
def test_damaged_file_is_deleted_and_written_again(tmp_path: Path, damage: str):
    store = FeatureStore(tmp_path, quota_bytes=1 << 20)
    key = name_frame(3)
    store.write(key, make_content(key))
    path = find_file(tmp_path, key)
    whole = path.read_bytes()
    if damage == "renamed":
        store.write(name_frame(4), make_content(name_frame(4)))
        find_file(tmp_path, name_frame(4)).rename(path)
    else:
        path.write_bytes({"flip": whole[:-1] + bytes([whole[-1] ^ 1]), "cut": whole[:-7], "empty": b""}[damage])
    assert store.read(key) is None
    assert not path.exists()
    assert store.write(key, make_content(key))
    assert store.read(key) == make_content(key)


def test_quota_drops_what_was_used_longest_ago(tmp_path: Path):
    store = FeatureStore(tmp_path, quota_bytes=10 * (PIECE + 40))
    keys = [name_frame(frame) for frame in range(12)]
    for age, key in enumerate(keys[:10]):
        store.write(key, make_content(key))
        os.utime(find_file(tmp_path, key), ns=(age, age))
    assert store.read(keys[0]) is not None  # used just now
    assert store.write(keys[10], make_content(keys[10]))
    kept = [key.frame for key in keys if find_file(tmp_path, key).exists()]
    assert kept == [0, 3, 4, 5, 6, 7, 8, 9, 10]
    assert store.count_bytes() <= 10 * (PIECE + 40)


def test_what_exceeds_the_quota_alone_is_not_kept(tmp_path: Path):
    store = FeatureStore(tmp_path, quota_bytes=PIECE)
    assert not store.write(name_frame(0), make_content(name_frame(0)))
    assert store.count_bytes() == 0


def test_root_that_cannot_be_a_folder_keeps_nothing_and_raises_nothing(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    store = FeatureStore(tmp_path / "file", quota_bytes=1 << 20)
    assert (store.write(name_frame(0), b"features"), store.read(name_frame(0))) == (False, None)


def test_lost_ledger_and_killed_writer_are_made_up_for(tmp_path: Path):
    store = FeatureStore(tmp_path, quota_bytes=4 * (PIECE + 40))
    for frame in range(3):
        store.write(name_frame(frame), make_content(name_frame(frame)))
    (tmp_path / "ledger").write_bytes(b"nonsense")
    orphan = find_file(tmp_path, name_frame(0)).with_suffix(".part")
    orphan.write_bytes(b"half")
    for frame in range(3, 9):
        store.write(name_frame(frame), make_content(name_frame(frame)))
    assert not orphan.exists()
    assert 0 < store.count_bytes() <= 4 * (PIECE + 40)


WORKER = """
import random, sys
from pathlib import Path
from inference.feature_store import FeatureStore, FrameKey
root, seed, quota, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
import time
store, chance, hits, wrong = FeatureStore(root, quota_bytes=quota), random.Random(seed), 0, 0
until = time.monotonic() + seconds
while time.monotonic() < until:
    key = FrameKey(video=f"video {chance.randrange(2)}", model="model", frame=chance.randrange(40))
    expected = random.Random(f"{key}").randbytes(4096)
    found = store.read(key)
    if found is None:
        store.write(key, expected)
    else:
        hits += 1
        wrong += found != expected
print(hits, wrong)
"""


def test_three_processes_share_one_root_while_files_are_damaged(tmp_path: Path):
    """Three workers read and write at random under a quota of half of what they want; meanwhile files are cut, flipped
    and deleted. Nobody ever reads a wrong byte, and the quota holds at every moment."""
    quota = 40 * (PIECE + 40)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path), str(seed), str(quota), "2.5"],
            cwd=REPOSITORY, stdout=subprocess.PIPE, text=True,
        )
        for seed in range(3)
    ]  # fmt: skip
    chance, store, damaged, most = random.Random(9), FeatureStore(tmp_path, quota_bytes=quota), 0, 0
    while any(worker.poll() is None for worker in workers):
        most = max(most, store.count_bytes())
        files = list(tmp_path.glob("*/*/*.feat"))
        if files:
            damaged += damage(chance.choice(files), chance)
        time.sleep(0.005)
    said = [worker.communicate()[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert [wrong for _, wrong in said] == ["0", "0", "0"]
    assert min(int(hits) for hits, _ in said) > 50
    assert damaged > 20
    # A file deleted by an eviction between listing and counting may be counted once more.
    assert most <= quota + 3 * (PIECE + 40)
    assert store.count_bytes() <= quota


def damage(path: Path, chance: random.Random) -> bool:
    try:
        content = bytearray(path.read_bytes())
        if not content:
            return False
        kind = chance.randrange(3)
        if kind == 0:
            path.unlink()
            return True
        content[chance.randrange(len(content))] ^= 0xFF
        with path.open("r+b") as file:  # not made anew where it was just deleted
            file.truncate(len(content) // 2) if kind == 1 else file.write(content)
    except OSError:
        return False
    return True


def test_checksum_covers_the_key(tmp_path: Path):
    store = FeatureStore(tmp_path, quota_bytes=1 << 20)
    store.write(name_frame(0), b"features")
    content = find_file(tmp_path, name_frame(0)).read_bytes()
    assert content[:8] == b"MLFEAT01"
    assert content[8:40] == hashlib.sha256(b"model\nvideo\n0\nfeatures").digest()


def test_balance_reads_until_encoding_is_known_to_be_faster():
    balance = Balance()
    assert balance.pays()
    for _ in range(LEAST_MEASURED):
        balance.add_read(0.02)
        balance.add_encoding(0.03)
    assert balance.pays()
    for _ in range(2 * LEAST_MEASURED):
        balance.add_encoding(0.001)
    answers = [balance.pays() for _ in range(TRIED_EVERY)]
    assert sum(answers) == 1  # tried once in a while
    for _ in range(4 * LEAST_MEASURED):
        balance.add_read(0.0001)
    assert balance.pays()
