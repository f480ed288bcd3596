"""Lists the pictures in a .tar or .zip and reads them where they lie: nothing is unpacked, no name becomes a path."""

import io
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from labeling.videos.ingest.probe import Refusal

MANIFEST = "maskloop.json"
MAX_MANIFEST_BYTES = 64 * 1024
MAX_PICTURE_BYTES = 256 * 1024**2
SUFFIXES = (".jpg", ".jpeg", ".png")
ENCODINGS = ("cp437", "iso8859-1", "utf-8")
"""Of names in archives; loaded before there is no file system to load them from."""

BROKEN_ARCHIVE = "The archive of pictures is damaged or was cut off. Pack it again and upload it again."
LOCKED = "The archive of pictures needs a password. Pack it without one and upload it again."
TOO_MANY = "The archive has more than {cap:,} entries. Split it and upload the parts."


@dataclass(frozen=True)
class Entry:
    """A regular file in an archive. `read` raises Unreadable."""

    name: str
    num_bytes: int
    read: Callable[[], bytes]

    @property
    def is_picture(self) -> bool:
        return self.name.lower().endswith(SUFFIXES) and not self.is_hidden

    @property
    def is_hidden(self) -> bool:
        """Such as macOS's shadows of files."""
        return any(part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in self.name.split("/"))


class Unreadable(Exception):
    """This entry cannot be read, others may."""


@dataclass(frozen=True)
class Contents:
    """The pictures in the order of the frames, the manifest's bytes if there is one, and how much else there was."""

    pictures: list[Entry]
    manifest: bytes | None
    num_others: int


def load_encodings() -> None:
    for name in ENCODINGS:
        "".encode(name)


def is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def list_contents(fd: int, head: bytes, *, max_entries: int) -> Contents:
    """Raises Refusal where the archive as a whole cannot be read.

    Where the manifest comes first, the archive was packed by Maskloop in the order of the frames; otherwise pictures
    are sorted by name, numbers in names by their value.
    """
    entries: list[Entry] = []
    num_others = 0
    listing = _list_tar(fd) if is_tar(head) else _list_zip(fd)
    try:
        for position, entry in enumerate(listing):
            if position >= max_entries:
                raise Refusal(TOO_MANY.format(cap=max_entries), can_retry=True)
            if entry is None or not (entry.is_picture or entry.name == MANIFEST):
                num_others += entry is None or not entry.is_hidden
            else:
                entries.append(entry)
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        ValueError,
        OverflowError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise Refusal(BROKEN_ARCHIVE) from error
    manifest = next((entry for entry in entries if entry.name == MANIFEST), None)
    pictures = [entry for entry in entries if entry.name != MANIFEST]
    if manifest is None or entries[0] is not manifest:
        pictures.sort(key=lambda entry: _natural_key(entry.name))
    return Contents(pictures, _read_manifest(manifest), num_others)


def _natural_key(name: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"\d{1,18}|\D+", name)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in parts]


def _read_manifest(entry: Entry | None) -> bytes | None:
    if entry is None or entry.num_bytes > MAX_MANIFEST_BYTES:
        return None
    try:
        return entry.read()
    except Unreadable as error:
        raise Refusal(BROKEN_ARCHIVE) from error


def _list_tar(fd: int) -> Iterator[Entry | None]:
    """An entry for each regular file, None for links, devices and sparse files."""
    with open(fd, "rb", closefd=False) as file, tarfile.open(fileobj=file, mode="r:") as archive:
        while (member := archive.next()) is not None:
            # What is past is not needed, and there may be very many.
            archive.members = []  # type: ignore[attr-defined]
            if member.isreg() and not member.issparse():
                yield Entry(member.name, member.size, _reader_at(fd, member.offset_data, member.size))
            elif not member.isdir():
                yield None


def _reader_at(fd: int, offset: int, size: int) -> Callable[[], bytes]:
    def read() -> bytes:
        _require_size(size)
        content = os.pread(fd, size, offset)
        if len(content) < size:
            raise Unreadable
        return content

    return read


def _list_zip(fd: int) -> Iterator[Entry | None]:
    # Stays open for as long as its entries are read.
    archive = zipfile.ZipFile(io.BufferedReader(io.FileIO(fd, closefd=False)))
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise Refusal(LOCKED)
        if not info.filename:
            yield None
            continue
        if info.is_dir():
            continue
        is_link = (info.external_attr >> 16) & 0o170000 == 0o120000
        is_plain = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        yield None if is_link or not is_plain else Entry(info.filename, info.file_size, _reader_in(archive, info))


def _reader_in(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        _require_size(info.file_size)
        try:
            with archive.open(info) as file:
                # One byte more than it says, which would be a lie.
                content = file.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise Unreadable from error
        if len(content) != info.file_size:
            raise Unreadable
        return content

    return read


def _require_size(size: int) -> None:
    if size > MAX_PICTURE_BYTES:
        raise Unreadable
