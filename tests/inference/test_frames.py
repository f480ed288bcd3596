from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from inference.frames import PROXY_GOP, ProxyReader, ProxyUnreadable
from labeling.videos.frame_numbers import read_burned_in
from tests.media.numbered import draw_numbered, numbered_clip, write_clip

NUM_FRAMES = 207
PROXY_OPTIONS = {"crf": "18", "preset": "veryfast", "g": str(PROXY_GOP), "bf": "0", "sc_threshold": "0"}


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proxy") / "proxy.mp4"
    return numbered_clip(path, NUM_FRAMES, options=PROXY_OPTIONS)


def test_reader_reads_every_frame_in_order(proxy: Path):
    with ProxyReader(proxy) as reader:
        assert len(reader) == NUM_FRAMES
        assert [read_burned_in(reader.read(index)) for index in range(NUM_FRAMES)] == list(range(NUM_FRAMES))


def test_reader_reads_every_frame_backwards(proxy: Path):
    backwards = list(reversed(range(NUM_FRAMES)))

    with ProxyReader(proxy) as reader:
        assert [read_burned_in(reader.read(index)) for index in backwards] == backwards


def test_reader_finds_the_frame_after_500_random_seeks(proxy: Path):
    indices = np.random.default_rng(3).integers(0, NUM_FRAMES, 500).tolist()

    # A cache of three frames, so that nearly every read is a seek.
    with ProxyReader(proxy, cache_bytes=3 * 180 * 320 * 3) as reader:
        assert [read_burned_in(reader.read(index)) for index in indices] == indices


def test_reader_finds_frames_of_uneven_times(tmp_path: Path):
    pts = [0, 3, 4, 40, 41, 42, 90, 91, 1000, 1001, 1002, 1500, 1501, 1502, 1503]
    pictures = (draw_numbered(n) for n in range(len(pts)))
    path = write_clip(tmp_path / "p.mp4", pictures, pts=pts, time_base=Fraction(1, 1000), options=PROXY_OPTIONS)

    with ProxyReader(path) as reader:
        order = [14, 0, 8, 3, 11, 10, 7]
        assert [read_burned_in(reader.read(index)) for index in order] == order


def test_reader_gives_the_same_frame_whatever_was_read_before(proxy: Path):
    with ProxyReader(proxy) as straight, ProxyReader(proxy) as jumping:
        for index in range(58):
            straight.read(index)
        jumping.read(200)
        assert np.array_equal(straight.read(57), jumping.read(57))


def test_reader_crops_to_the_size_it_is_given(proxy: Path):
    with ProxyReader(proxy, size=(179, 319)) as reader:
        picture = reader.read(5)

    assert (picture.shape, str(picture.dtype), reader.size) == ((179, 319, 3), "uint8", (179, 319))


def test_reader_hands_out_frames_that_cannot_be_spoilt(proxy: Path):
    with ProxyReader(proxy) as reader, pytest.raises(ValueError, match="read-only"):
        reader.read(0)[:] = 0


def test_reader_keeps_its_cache_bounded(proxy: Path):
    bound = 12 * 180 * 320 * 3

    with ProxyReader(proxy, cache_bytes=bound) as reader:
        for index in range(100):
            reader.read(index)
        held = sum(picture.nbytes for picture in reader._cache.values())

    assert 0 < held <= bound


@pytest.mark.parametrize("index", [-1, NUM_FRAMES])
def test_reader_refuses_an_index_outside_the_video(proxy: Path, index: int):
    with ProxyReader(proxy) as reader, pytest.raises(IndexError):
        reader.read(index)


def test_reader_refuses_a_file_that_is_no_proxy(tmp_path: Path):
    path = tmp_path / "letter.mp4"
    path.write_text("Dear reader")

    with pytest.raises(ProxyUnreadable):
        ProxyReader(path)


def test_reader_refuses_a_proxy_that_its_table_does_not_fit(proxy: Path):
    with ProxyReader(proxy, pts=[0, 7, 9]) as reader, pytest.raises(ProxyUnreadable):
        reader.read(1)
