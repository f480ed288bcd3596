"""Archives that are traps: bombs, links, names that climb, lists that lie."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, PngImagePlugin

from tests.media import albums
from tests.media.hostile.broken import png_of
from tests.media.hostile.traps import Trap

Make = Callable[[Path, Trap], Path]

BROKEN_ARCHIVE = "The archive of pictures is damaged"
NO_PICTURES = "The archive holds no JPEG or PNG pictures"
NONE_READABLE = "None of the "


def tar_of(*files: tuple[str, bytes]) -> Make:
    return lambda path, _: albums.pack_tar(path, files)


def zip_of(*files: tuple[str, bytes]) -> Make:
    return lambda path, _: albums.pack_zip(path, files)


def links(path: Path, trap: Trap) -> Path:
    """Pictures that are links to the secret, to the archive's own entries, and to devices."""
    with tarfile.open(path, "w") as packed:
        kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
        for index, kind in enumerate(kinds):
            member = tarfile.TarInfo(f"{index}.jpg")
            member.type, member.linkname = kind, str(trap.secret)
            packed.addfile(member)
    return path


def zip_links(path: Path, trap: Trap) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        link = zipfile.ZipInfo("1.jpg")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        packed.writestr(link, str(trap.secret))
    return path


def long_names(path: Path, trap: Trap) -> Path:
    """Names that announce names, 20,000 of them."""
    del trap
    name = tarfile.TarInfo("././@LongLink")
    name.type, name.size = tarfile.GNUTYPE_LONGNAME, 10
    block = name.tobuf(tarfile.GNU_FORMAT) + b"a.jpg".ljust(512, b"\0")
    path.write_bytes(block * 20_000)
    return path


def holes(path: Path, trap: Trap) -> Path:
    """A sparse entry that says it is a terabyte."""
    del trap
    head = bytearray(tarfile.TarInfo("1.jpg").tobuf(tarfile.GNU_FORMAT))
    head[156:157] = tarfile.GNUTYPE_SPARSE
    head[483:495] = b"\x80" + (2**40).to_bytes(11, "big")
    head[148:156] = b" " * 8
    head[148:156] = f"{sum(head):06o}\0 ".encode()
    path.write_bytes(bytes(head) + bytes(1024))
    return path


def larger_than_the_file(path: Path, trap: Trap) -> Path:
    del trap
    member = tarfile.TarInfo("1.jpg")
    member.size = 2**40
    path.write_bytes(member.tobuf(tarfile.GNU_FORMAT) + albums.picture(0))
    return path


def long_header(path: Path, trap: Trap) -> Path:
    """A header of 100 megabytes before the picture."""
    del trap
    record = b"104857600 path=" + b"a" * (104_857_600 - 16) + b"\n"
    head = tarfile.TarInfo("PaxHeaders/1")
    head.type, head.size = tarfile.XHDTYPE, len(record)
    path.write_bytes(head.tobuf(tarfile.PAX_FORMAT) + record + tarfile.TarInfo("1.jpg").tobuf())
    return path


def very_many(path: Path, trap: Trap) -> Path:
    """12,000 empty pictures, more than are allowed."""
    del trap
    path.write_bytes(b"".join(tarfile.TarInfo(f"{n}.jpg").tobuf() for n in range(12_000)) + bytes(1024))
    return path


def zeros(path: Path, trap: Trap) -> Path:
    """Two pictures of 100 megabytes of zeros in less than a megabyte."""
    del trap
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name in ("1.png", "2.png"):
            with packed.open(name, "w") as file:
                for _ in range(100):
                    file.write(bytes(1024**2))
    return path


def lying_zip(path: Path, trap: Trap) -> Path:
    """Says 10 bytes and unpacks to 100 megabytes."""
    del trap
    data = bytearray(albums.pack_zip(path, [("1.png", bytes(100 * 1024**2))]).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(data)
    return path


def overlapping(path: Path, trap: Trap) -> Path:
    """A thousand entries that are all the same bytes."""
    del trap
    data = albums.pack_zip(path, [("1.png", albums.picture(0, kind="PNG"))]).read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = bytearray(data[end:])
    tail[8:16] = struct.pack("<HHI", 1000, 1000, 1000 * len(entry))
    path.write_bytes(data[:start] + entry * 1000 + tail)
    return path


def nameless(path: Path, trap: Trap) -> Path:
    """An entry whose name ends before it begins."""
    del trap
    data = albums.pack_zip(path, [("q.txt", b"x"), ("1.jpg", albums.picture(0))]).read_bytes()
    path.write_bytes(data.replace(b"q.txt", b"\0.txt"))
    return path


def listless_zip(path: Path, trap: Trap) -> Path:
    del trap
    data = albums.pack_zip(path, albums.numbered_pictures(3)).read_bytes()
    path.write_bytes(data[: data.index(b"PK\x01\x02")])
    return path


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 60 megabytes."""
    packer = zlib.compressobj(9)
    comment = b"".join(packer.compress(bytes(1024**2)) for _ in range(60)) + packer.flush()
    picture = albums.picture(0, kind="PNG")
    body = b"Comment\0\0" + comment
    chunk = len(body).to_bytes(4, "big") + b"zTXt" + body + zlib.crc32(b"zTXt" + body).to_bytes(4, "big")
    return picture[:33] + chunk + picture[33:]


def looping_exif() -> bytes:
    """A JPEG whose Exif directory names itself as the next one."""
    ifd = b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    body = b"Exif\0\0" + ifd
    picture = albums.picture(0)
    return picture[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + picture[2:]


def animated() -> bytes:
    """A PNG with a thousand frames of its own."""
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (320, 180), (n % 256, 0, 0)) for n in range(300)]
    frames[0].save(buffer, format="PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def commented() -> bytes:
    buffer = io.BytesIO()
    notes = PngImagePlugin.PngInfo()
    notes.add_text("XML:com.adobe.xmp", "<x:xmpmeta>" * 5000)
    Image.new("RGB", (320, 180)).save(buffer, format="PNG", pnginfo=notes)
    return buffer.getvalue()


def archive_in_page(path: Path, trap: Trap) -> Path:
    """A page that is a zip as well: programs read it from its end."""
    data = albums.pack_zip(path, albums.numbered_pictures(3)).read_bytes()
    path.write_bytes(f"<script src='{trap.url}'></script>".encode() + data)
    return path


CLIMBING = [("../../../../tmp/evil.jpg", albums.picture(0)), ("/etc/cron.d/evil.jpg", albums.picture(1))]
STRANGE = [
    ("a\nb\x1b[2J.jpg", albums.picture(0)),
    ("C:\\evil.jpg", albums.picture(1)),
    ("$(id).jpg", albums.picture(2)),
]

PACKED: dict[str, tuple[Make, str | None]] = {
    "links in a tar": (links, NO_PICTURES),
    "links in a zip": (zip_links, NO_PICTURES),
    "names that climb, tar": (tar_of(*CLIMBING), None),
    "names that climb, zip": (zip_of(*CLIMBING), None),
    "names that commands obey": (tar_of(*STRANGE), None),
    "names of names of names": (long_names, BROKEN_ARCHIVE),
    "a terabyte of holes": (holes, NO_PICTURES),
    "an entry larger than the file": (larger_than_the_file, None),
    "a header of 100 megabytes": (long_header, None),
    "12,000 empty pictures": (very_many, "The archive has more than"),
    "a zip of zeros": (zeros, NONE_READABLE),
    "a zip that lies about sizes": (lying_zip, NONE_READABLE),
    "a zip whose entries overlap": (overlapping, None),
    "a zip entry without a name": (nameless, None),
    "a zip without its list": (listless_zip, BROKEN_ARCHIVE),
    "a page that is a zip": (archive_in_page, "This is not a video file"),
    "a zip in a tar in a tar": (tar_of(("1.jpg", b"PK\x03\x04" + bytes(500)), ("2.tar", bytes(1024))), NONE_READABLE),
    "an office document": (zip_of(("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<T/>")), NO_PICTURES),
    "a PNG of 900 million pixels": (
        lambda path, _: albums.pack_tar(path, [("1.png", png_of(30_000))]),
        "The pictures are 30000",
    ),
    "a PNG with 60 megabytes of comment": (lambda path, _: albums.pack_tar(path, [("1.png", text_bomb())]), None),
    "a JPEG with Exif in circles": (lambda path, _: albums.pack_tar(path, [("1.jpg", looping_exif())]), None),
    "a PNG that is a film": (lambda path, _: albums.pack_tar(path, [("1.png", animated())]), None),
    "a PNG with 5,000 open tags": (lambda path, _: albums.pack_tar(path, [("1.png", commented())]), None),
    "a manifest of brackets": (
        tar_of(("maskloop.json", b"[" * 60_000), ("1.jpg", albums.picture(0))),
        "The frame rate in",
    ),
    "a rate of 10 to the 9,999th": (
        tar_of(("maskloop.json", b'{"frame_rate": "1e9999"}'), ("1.jpg", albums.picture(0))),
        "The frame rate in",
    ),
}
"""What each is refused with, where that is certain."""
