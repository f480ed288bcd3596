"""Every frame of an honest file is in its proxy, in order, upright, at its own time."""

from pathlib import Path
from typing import Any

import av
import pytest

from inference.frames import PROXY_GOP
from tests.labeling.videos.conftest import Ingest, read_numbers
from tests.media import numbered
from tests.media.kinds import KEPT, cut_open_gop

REAL_CLIPS = Path(__file__).resolve().parents[5] / "shared" / "data"


@pytest.mark.parametrize("kind", KEPT)
def test_ingest_keeps_every_frame_of(kind: str, ingest_file: Ingest, tmp_path: Path):
    kept = KEPT[kind]

    output = ingest_file(kept.make(tmp_path / f"clip.{kept.suffix}"))

    assert read_numbers(output) == kept.numbers
    assert (output.finished.width, output.finished.height) == kept.size
    assert output.finished.warning == kept.warning


def test_ingest_keeps_the_times_of_a_varying_rate(ingest_file: Ingest, tmp_path: Path):
    path, pts_ms = numbered.varying_rate_clip(tmp_path / "uneven.mp4")

    output = ingest_file(path)

    assert read_numbers(output) == list(range(60))
    shown_ms = [1000 * pts / output.finished.time_base_den for pts in output.pts]
    assert shown_ms == pytest.approx(pts_ms, abs=0.1)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_ingest_sets_turned_frames_upright(degrees: int, ingest_file: Ingest, tmp_path: Path):
    output = ingest_file(numbered.turned_clip(tmp_path / "turned.mp4", degrees=degrees))

    assert (output.finished.width, output.finished.height) == (320, 180)
    assert read_numbers(output) == list(range(30))


def test_ingest_keeps_an_odd_size_and_pads_only_the_proxy(ingest_file: Ingest, tmp_path: Path):
    path = numbered.numbered_clip(tmp_path / "odd.mkv", 12, size=(181, 321), pix_fmt="yuv444p")

    output = ingest_file(path)

    assert (output.finished.width, output.finished.height) == (321, 181)
    with av.open(str(output.proxy)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (322, 182)
    assert read_numbers(output) == list(range(12))


def test_ingest_reads_past_a_title_in_another_encoding(ingest_file: Ingest, tmp_path: Path):
    path = numbered.numbered_clip(tmp_path / "clip.mkv", 12)
    content = path.read_bytes()
    assert b"DURATION" in content
    path.write_bytes(content.replace(b"DURATION", "DURÄTION".encode("latin-1")))

    assert ingest_file(path).finished.num_frames == 12


def test_ingest_scales_down_to_1920_pixels(ingest_file: Ingest, tmp_path: Path):
    path = numbered.numbered_clip(tmp_path / "large.mp4", 4, size=(1440, 2560), options={"preset": "ultrafast"})

    output = ingest_file(path)

    assert (output.finished.width, output.finished.height) == (1920, 1080)
    assert read_numbers(output) == list(range(4))


def test_ingest_makes_pixels_square(ingest_file: Ingest, tmp_path: Path):
    def stretch(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = 2

    path = numbered.numbered_clip(tmp_path / "anamorphic.mp4", 4, prepare=stretch)

    output = ingest_file(path)

    assert (output.finished.width, output.finished.height) == (640, 180)


def test_proxy_has_keyframes_every_ten_frames_and_its_index_in_front(ingest_file: Ingest, tmp_path: Path):
    output = ingest_file(numbered.numbered_clip(tmp_path / "clip.mp4", 35))

    with av.open(str(output.proxy)) as container:
        stream = container.streams.video[0]
        keys = [packet.is_keyframe for packet in container.demux(stream) if packet.size]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
    assert [index for index, is_key in enumerate(keys) if is_key] == list(range(0, 35, PROXY_GOP))
    head = output.proxy.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


def test_ingest_begins_with_the_first_whole_frame_of_a_recording_cut_in_the_middle(ingest_file: Ingest, tmp_path: Path):
    output = ingest_file(cut_open_gop(tmp_path / "cut.ts"))

    numbers = read_numbers(output)
    assert numbers == list(range(numbers[0], 60))
    assert numbers[0] % 12 == 0


@pytest.mark.real_clips
@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_dog.mp4", "03_blocks.mp4", "04_coffee.mp4"])
def test_ingest_keeps_every_frame_of_a_real_clip(name: str, ingest_file: Ingest):
    path = REAL_CLIPS / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with av.open(str(path)) as container:
        pts = [frame.pts for frame in container.decode(video=0)]

    output = ingest_file(path)

    assert output.pts == [value - pts[0] for value in pts]
    assert (output.finished.width, output.finished.height, output.finished.warning) == (1280, 720, "")
