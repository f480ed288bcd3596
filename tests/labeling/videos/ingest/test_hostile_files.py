from pathlib import Path

import pytest

from inference.frames import ProxyReader
from labeling.videos.frame_numbers import read_burned_in
from labeling.videos.ingest.supervise import Caps, IngestRefused
from tests.labeling.videos.conftest import CAPS, Ingest, read_numbers
from tests.media.hostile import broken
from tests.media.measured import measure_ingest


@pytest.mark.parametrize("kind", sorted(broken.REFUSED))
def test_ingest_refuses_what_is_no_video_with_a_sentence(kind: str, ingest_file: Ingest, tmp_path: Path):
    make, sentence = broken.REFUSED[kind]
    path = make(tmp_path / "holiday.mp4")

    with pytest.raises(IngestRefused) as refusal:
        ingest_file(path)

    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith(".")


def test_ingest_refuses_a_bomb_within_its_memory_and_time(tmp_path: Path):
    path = broken.picture_bomb(tmp_path / "bomb.mov")

    use = measure_ingest(path, tmp_path / "scratch", CAPS)

    assert use.refusal is not None
    assert use.cpu_s < 10
    # 900 million pixels would need more, decoded.
    assert use.peak_bytes < 800_000_000


@pytest.mark.parametrize("make", [broken.cut_tail, broken.cut_matroska])
def test_ingest_keeps_the_good_prefix_of_a_cut_file_and_warns(make, ingest_file: Ingest, tmp_path: Path):
    output = ingest_file(make(tmp_path / "cut.mp4"))

    kept = output.finished.num_frames
    assert 20 <= kept <= 60
    numbers = read_numbers(output)
    # Frames are stored in the order of decoding, so a B-frame just before the last one kept may be lost.
    assert numbers[: kept - 3] == list(range(kept - 3))
    assert numbers == sorted(set(numbers))
    assert output.finished.warning == (
        f"The file breaks off or is damaged at its end. The frames before that were kept: {kept}."
    )


def test_ingest_leaves_damaged_frames_out_and_warns(ingest_file: Ingest, tmp_path: Path):
    output = ingest_file(broken.damaged_middle(tmp_path / "damaged.mp4"))

    left_out = 100 - output.finished.num_frames
    assert left_out > 0
    assert output.finished.warning.startswith(f"Damaged frames were left out: {left_out}.")
    with ProxyReader(output.proxy, pts=output.pts) as reader:
        # The damage lies behind half of the file's bytes.
        assert [read_burned_in(reader.read(index)) for index in range(25)] == list(range(25))


def test_ingest_refuses_more_frames_than_allowed(ingest_file: Ingest, tmp_path: Path):
    path = broken.numbered_clip(tmp_path / "long.mp4", 41)
    caps = Caps(max_frames=40, max_pixels=CAPS.max_pixels, cpu_s=60, memory_bytes=CAPS.memory_bytes)

    with pytest.raises(IngestRefused, match=r"^The video has more than 40 frames\."):
        ingest_file(path, caps)


def test_ingest_refuses_what_takes_more_cpu_than_allowed(ingest_file: Ingest, tmp_path: Path):
    path = broken.numbered_clip(tmp_path / "slow.mp4", 1200, size=(360, 640), options={"preset": "ultrafast"})
    caps = Caps(max_frames=5000, max_pixels=CAPS.max_pixels, cpu_s=1, memory_bytes=CAPS.memory_bytes)

    with pytest.raises(IngestRefused, match=r"^Reading the video took longer than allowed"):
        ingest_file(path, caps)
