"""Archives of pictures, as the browser packs them and as people do."""

import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.media.numbered import draw_numbered

Files = Iterable[tuple[str, bytes]]


def picture(
    number: int, *, size: tuple[int, int] = (180, 320), mode: str = "RGB", kind: str = "JPEG", **how: Any
) -> bytes:
    """A numbered picture in one of Pillow's modes, or I;16 for a grey PNG of 16 bits."""
    drawn = draw_numbered(number, size=size)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(Image.fromarray(drawn).convert("L")).astype(np.uint16) * 257)
    else:
        image = Image.fromarray(drawn).convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, format=kind, **({"quality": 95, "subsampling": 0} if kind == "JPEG" else {}), **how)
    return buffer.getvalue()


def turned_picture(number: int, orientation: int) -> bytes:
    """A JPEG stored turned, whose Exif says how to set it upright."""
    inverse = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray(draw_numbered(number))
    if orientation in inverse:
        image = image.transpose(inverse[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    image.save(buffer, format="JPEG", quality=95, exif=exif)
    return buffer.getvalue()


def numbered_pictures(count: int, *, name: str = "frame {}.jpg") -> list[tuple[str, bytes]]:
    return [(name.format(number), picture(number)) for number in range(count)]


def manifest(rate: Any = "24") -> tuple[str, bytes]:
    return "maskloop.json", json.dumps({"frame_rate": rate}).encode()


def pack_tar(path: Path, files: Files, *, layout: int = tarfile.USTAR_FORMAT) -> Path:
    with tarfile.open(path, "w", format=layout) as packed:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return path


def pack_zip(path: Path, files: Files, *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return path
