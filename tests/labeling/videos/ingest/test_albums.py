"""A folder of pictures becomes a video of them, read where they lie in their archive."""

import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.frames import ProxyReader
from labeling.videos.ingest.supervise import IngestRefused
from tests.labeling.videos.conftest import Ingest, read_numbers
from tests.media import albums


def test_album_is_read_in_the_order_in_which_the_browser_packed_it(ingest_file: Ingest, tmp_path: Path):
    pictures = [(f"{name}.jpg", albums.picture(number)) for number, name in enumerate(["z", "10", "9", "ünï" * 40])]
    path = albums.pack_tar(
        tmp_path / "birds.tar", [albums.manifest("30000/1001"), *pictures], layout=tarfile.PAX_FORMAT
    )

    output = ingest_file(path)

    assert read_numbers(output) == [0, 1, 2, 3]
    assert (output.finished.width, output.finished.height, output.finished.warning) == (320, 180, "")
    assert output.finished.duration_s == pytest.approx(4 * 1001 / 30000)
    assert [1000 * pts / output.finished.time_base_den for pts in output.pts] == pytest.approx(
        [0, 33.37, 66.73, 100.1], abs=0.01
    )


@pytest.mark.parametrize("pack", [albums.pack_tar, albums.pack_zip])
def test_album_packed_by_hand_is_sorted_as_people_count(pack: Any, ingest_file: Ingest, tmp_path: Path):
    names = ["b/img2.PNG", "b/img10.PNG", "b/img1.PNG", "a/img07.PNG"]
    order = [2, 3, 1, 0]
    files = [(name, albums.picture(number, kind="PNG")) for name, number in zip(names, order, strict=True)]

    output = ingest_file(pack(tmp_path / "pictures", files))

    assert read_numbers(output) == [0, 1, 2, 3]
    assert output.finished.duration_s == pytest.approx(4 / 24)


KINDS: dict[str, bytes] = {
    "grey": albums.picture(1, mode="L"),
    "CMYK": albums.picture(1, mode="CMYK"),
    "palette": albums.picture(1, mode="P", kind="PNG"),
    "alpha": albums.picture(1, mode="RGBA", kind="PNG"),
    "16 bits": albums.picture(1, mode="I;16", kind="PNG"),
    "progressive": albums.picture(1, progressive=True),
    **{f"Exif {value}": albums.turned_picture(1, value) for value in range(1, 9)},
}


def test_album_takes_pictures_of_every_kind(ingest_file: Ingest, tmp_path: Path):
    output = ingest_file(albums.pack_tar(tmp_path / "a.tar", [(f"{kind}.jpg", KINDS[kind]) for kind in KINDS]))

    assert read_numbers(output) == [1] * len(KINDS)
    assert (output.finished.width, output.finished.height, output.finished.warning) == (320, 180, "")
    with ProxyReader(output.proxy, pts=output.pts) as reader:
        middles = [int(reader.read(index)[60, 160].mean()) for index in range(len(KINDS))]
    # A palette costs the most.
    assert np.ptp(middles) <= 12


def test_album_fits_pictures_of_other_sizes_into_the_first_ones(ingest_file: Ingest, tmp_path: Path):
    """A square picture in the middle of a wide one, its shape kept."""
    square = albums.picture(1, size=(90, 90), mode="L")
    output = ingest_file(albums.pack_tar(tmp_path / "a.tar", [("1.jpg", albums.picture(0)), ("2.jpg", square)]))

    assert output.finished.warning == (
        "The picture size changes within the video; every frame was scaled to fit the first one's size."
    )
    with ProxyReader(output.proxy, pts=output.pts) as reader:
        row = reader.read(1)[140].mean(axis=-1)
    assert np.flatnonzero(row > 30)[[0, -1]].tolist() == pytest.approx([70, 249], abs=2)


def test_album_leaves_out_what_it_cannot_read_and_says_so(ingest_file: Ingest, tmp_path: Path):
    path = tmp_path / "a.tar"
    good = albums.picture(0)
    files = [
        ("../../evil.jpg", good),
        ("/etc/passwd.jpg", albums.picture(1)),
        ("cut.jpg", good[: len(good) // 2]),
        ("letter.png", b"Dear Sir"),
        ("notes.txt", b"none of these"),
        ("__MACOSX/._cut.jpg", b"\x00\x05\x16\x07"),
        (".DS_Store", b"\x00"),
    ]
    albums.pack_tar(path, files)
    with tarfile.open(path, "a") as packed:
        for name, kind, target in (("link.jpg", tarfile.SYMTYPE, "/etc/passwd"), ("dev.jpg", tarfile.CHRTYPE, "")):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            packed.addfile(member)

    output = ingest_file(path)

    assert sorted(read_numbers(output)) == [0, 1]
    assert output.finished.warning == (
        "Pictures that could not be read were left out: 2 (cut.jpg, letter.png). "
        "Other files in the archive were left out: 3."
    )


def locked_zip(path: Path) -> Path:
    albums.pack_zip(path, albums.numbered_pictures(1), compression=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: albums.pack_tar(path, [("a.txt", b"a"), ("b.mp4", b"b")]), "The archive holds no JPEG or PNG"),
        (lambda path: albums.pack_zip(path, []), "The archive holds no JPEG or PNG"),
        (lambda path: albums.pack_tar(path, [("a.jpg", b"a")]), "None of the 1 pictures in the archive could be read"),
        (lambda path: albums.pack_tar(path, [albums.manifest("0"), *albums.numbered_pictures(1)]), "The frame rate in"),
        (lambda path: albums.pack_tar(path, [("maskloop.json", b"{"), ("1.jpg", albums.picture(1))]), "The frame rate"),
        (
            lambda path: albums.pack_tar(path, [("a.png", albums.picture(1, size=(8, 64), kind="PNG"))]),
            "The pictures are 64 × 8",
        ),
        (locked_zip, "The archive of pictures needs a password"),
    ],
    ids=["others", "empty", "no pictures", "rate", "manifest", "tiny", "password"],
)
def test_album_that_is_none_is_refused_with_a_sentence(make: Any, sentence: str, ingest_file: Ingest, tmp_path: Path):
    path = make(tmp_path / "pictures")

    with pytest.raises(IngestRefused) as refusal:
        ingest_file(path)

    assert str(refusal.value).startswith(sentence)
