"""Reads an archive of pictures as a film: each picture is a frame."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, MpoImagePlugin, TiffImagePlugin  # noqa: F401 - see prepare()

from labeling.videos.ingest import archive, probe
from labeling.videos.ingest.clock import FrameClock

FORMATS = ("JPEG", "PNG")
DEFAULT_RATE = Fraction(24)
SANE_RATES = (Fraction(1, 600), Fraction(1000))
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MAX_NAME_CHARS = 60
MAX_NAMES = 3

NO_PICTURES = (
    "The archive holds no JPEG or PNG pictures. Upload videos one by one, or a folder of pictures named .jpg or .png."
)
NONE_READABLE = "None of the {count} pictures in the archive could be read: they are damaged or no JPEG or PNG."
LEFT_OUT = "Pictures that could not be read were left out: {count} ({names})."
OTHERS = "Other files in the archive were left out: {count}."
BAD_RATE = (
    'The frame rate in maskloop.json must be a number such as "24", "23.976" or "30000/1001", from 1/600 to 1000.'
)


def prepare() -> None:
    """Load what Pillow would load late, when there is no file system to load it from; its size cap is ours."""
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = None
    archive.load_encodings()


@dataclass
class Album:
    """The pictures of an archive and what was met while reading them; the same to its user as a Film."""

    contents: archive.Contents
    max_pixels: int
    rate: Fraction
    pixel_aspect: Fraction | None = None
    _num_read: int = field(default=0, init=False)
    _unread: list[str] = field(default_factory=list, init=False)

    @property
    def time_base(self) -> Fraction:
        return 1 / self.rate

    @property
    def share_read(self) -> float:
        return self._num_read / len(self.contents.pictures)

    def frames(self) -> Iterator[av.VideoFrame]:
        """A frame for each picture that can be read; raises Refusal at one that is too large."""
        num_frames = 0
        for entry in self.contents.pictures:
            picture = self._read(entry)
            self._num_read += 1
            if picture is None:
                self._unread.append(entry.name)
                continue
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = num_frames
            num_frames += 1
            yield frame

    def describe(self, clock: FrameClock) -> list[str]:
        del clock
        said = []
        if self._unread:
            said.append(LEFT_OUT.format(count=f"{len(self._unread):,}", names=_list_names(self._unread)))
        if self.contents.num_others:
            said.append(OTHERS.format(count=f"{self.contents.num_others:,}"))
        return said

    def explain_no_frames(self) -> str:
        return NONE_READABLE.format(count=f"{len(self.contents.pictures):,}")

    def _read(self, entry: archive.Entry) -> NDArray[np.uint8] | None:
        try:
            with Image.open(io.BytesIO(entry.read()), formats=FORMATS) as image:
                probe.refuse_size(image.width, image.height, max_pixels=self.max_pixels)
                return _to_rgb(image)
        except (probe.Refusal, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - Pillow raises nearly anything for a damaged picture
            return None


def open_album(fd: int, head: bytes, *, max_pixels: int, max_frames: int) -> Album:
    """Raises Refusal."""
    contents = archive.list_contents(fd, head, max_entries=2 * max_frames)
    if not contents.pictures:
        raise probe.Refusal(NO_PICTURES)
    return Album(contents, max_pixels, read_rate(contents.manifest))


def read_rate(manifest: bytes | None) -> Fraction:
    """The `frame_rate` of a manifest, 24 where there is none; raises Refusal for what is no rate."""
    if manifest is None:
        return DEFAULT_RATE
    try:
        rate = Fraction(str(json.loads(manifest)["frame_rate"]))
    except KeyError:
        return DEFAULT_RATE
    except (ValueError, TypeError, ZeroDivisionError, RecursionError) as error:
        raise probe.Refusal(BAD_RATE) from error
    low, high = SANE_RATES
    if not low <= rate <= high:
        raise probe.Refusal(BAD_RATE)
    return rate.limit_denominator(1001)


def _to_rgb(image: Image.Image) -> NDArray[np.uint8]:
    turn = TURNS.get(_read_orientation(image))
    image.load()
    if image.mode.startswith("I"):
        # Pillow clips 16 bits to 8 instead of scaling them.
        grey = (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
        image = Image.fromarray(grey)
    upright = image if turn is None else image.transpose(turn)
    return np.ascontiguousarray(upright.convert("RGB"), dtype=np.uint8)


def _read_orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - damaged notes of the camera do not make its picture worthless
        return 1


def _list_names(names: list[str]) -> str:
    shown = ["".join(char for char in name if char.isprintable())[-MAX_NAME_CHARS:] for name in names[:MAX_NAMES]]
    return ", ".join(shown) + (", …" if len(names) > MAX_NAMES else "")
