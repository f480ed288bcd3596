"""From a decoded frame to a proxy frame: whole, upright, square pixels, at most 1920 px, even, BT.709."""

import contextlib
import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from av.filter import Graph

from labeling.videos.ingest.colour import UNSPECIFIED, Colour, read_colour
from labeling.videos.ingest.tone import write_cube

MAX_SIDE_PX = 1920
TONE_NAME = "tone.cube"
SANE_ASPECT = (Fraction(1, 8), Fraction(8))


@dataclass(frozen=True)
class Turn:
    """How to set a frame upright: swap its axes first, then mirror."""

    transpose: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @property
    def filters(self) -> list[str]:
        names = [("transpose=cclock_flip", self.transpose), ("hflip", self.mirror_x), ("vflip", self.mirror_y)]
        return [name for name, wanted in names if wanted]


@dataclass(frozen=True)
class Geometry:
    """`width` × `height`: the display size, in proxy pixels; the proxy itself is padded right and below to even.
    It was made for stored pictures of the size `stored` with pixels of the shape `aspect`."""

    turn: Turn
    width: int
    height: int
    stored: tuple[int, int]
    aspect: Fraction

    @property
    def coded_size(self) -> tuple[int, int]:
        return self.width + self.width % 2, self.height + self.height % 2


def read_turn(frame: av.VideoFrame) -> Turn:
    """The frame's display matrix, rounded to one of the eight ways in which a rectangle can lie.

    A pixel (x, y) is shown at (a·x + c·y, b·x + d·y); MP4 and QuickTime store a, b, u, c, d, v, … as 32 bit integers.
    """
    try:
        matrix = bytes(cast(Any, frame.side_data)["DISPLAYMATRIX"])
    except KeyError:
        return Turn()
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    if abs(a) >= abs(b):
        return Turn(mirror_x=a < 0, mirror_y=d < 0)
    return Turn(transpose=True, mirror_x=c < 0, mirror_y=b < 0)


def plan_geometry(frame: av.VideoFrame, pixel_aspect: Fraction | None) -> Geometry:
    """What size a frame has on the screen: square pixels, then upright, then scaled down to MAX_SIDE_PX."""
    low, high = SANE_ASPECT
    aspect = pixel_aspect if pixel_aspect and low <= pixel_aspect <= high else Fraction(1)
    turn = read_turn(frame)
    width, height = _show(frame.width, frame.height, aspect, turn)
    scale = min(Fraction(1), MAX_SIDE_PX / max(width, height))
    return Geometry(
        turn, max(1, round(width * scale)), max(1, round(height * scale)), (frame.width, frame.height), aspect
    )


def fit(width: int, height: int, geometry: Geometry) -> tuple[int, int]:
    """The largest size within the geometry's in which stored pictures of `width` × `height` keep their shape."""
    if (width, height) == geometry.stored:
        return geometry.width, geometry.height
    shown_width, shown_height = _show(width, height, geometry.aspect, geometry.turn)
    scale = min(geometry.width / shown_width, geometry.height / shown_height)
    return (
        min(geometry.width, max(1, round(shown_width * scale))),
        min(geometry.height, max(1, round(shown_height * scale))),
    )


def _show(width: int, height: int, aspect: Fraction, turn: Turn) -> tuple[Fraction, Fraction]:
    shown = width * aspect, Fraction(height)
    return (shown[1], shown[0]) if turn.transpose else shown


@dataclass(frozen=True)
class Kind:
    """What frames must share to go through the same filters."""

    width: int
    height: int
    pix_fmt: str
    colour: Colour
    is_interlaced: bool


@dataclass(frozen=True)
class Painted:
    """A proxy frame, yuv420p, with the tick that came with its original."""

    picture: av.VideoFrame
    tick: int


class Painter:
    """Applies a geometry to frames, one frame out for each frame in, in order.

    Its filters are made anew when the frames' own size, format or colours change. Once a frame is interlaced, filters
    that need to see the frame after it hold one frame back. Writes TONE_NAME into the current folder where colours
    need a table.
    """

    def __init__(self, geometry: Geometry, ticks_per_s: int) -> None:
        self._geometry = geometry
        self._time_base = Fraction(1, ticks_per_s)
        self._graph: Graph | None = None
        self._kind: Kind | None = None
        self._ticks: deque[int] = deque()
        self.num_sizes = 0
        self.has_unknown_colours = False

    def paint(self, frame: av.VideoFrame, tick: int) -> Iterator[Painted]:
        kind = self._read_kind(frame)
        if self._graph is None or kind != self._kind:
            yield from self.finish()
            self._change(kind)
        graph = self._graph
        if graph is None:
            return
        frame.pts, frame.time_base = tick, self._time_base
        # Read above and said to the filters; swscale would refuse codes that mean nothing.
        frame.color_primaries = frame.color_trc = frame.colorspace = UNSPECIFIED
        self._ticks.append(tick)
        with _explain_format(kind):
            graph.push(frame)
        yield from self._pull(graph)

    def finish(self) -> Iterator[Painted]:
        """What was held back."""
        if self._graph is not None:
            with _explain_format(self._kind):
                self._graph.push(None)
            yield from self._pull(self._graph)
            self._graph = None
        if self._ticks:
            raise FramesLost(f"the filters swallowed {len(self._ticks)} frames")

    def _pull(self, graph: Graph) -> Iterator[Painted]:
        while True:
            try:
                with _explain_format(self._kind):
                    picture = graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            yield Painted(picture, self._ticks.popleft())

    def _read_kind(self, frame: av.VideoFrame) -> Kind:
        # Cameras that film interlaced mark still moments as progressive; the filter looks at each frame's own mark.
        was_interlaced = self._kind is not None and self._kind.is_interlaced
        is_interlaced = was_interlaced or frame.interlaced_frame
        return Kind(frame.width, frame.height, frame.format.name, read_colour(frame), is_interlaced)

    def _change(self, kind: Kind) -> None:
        before = self._kind
        if before is None or (before.width, before.height) != (kind.width, kind.height):
            self.num_sizes += 1
        if kind.colour.tone is not None and (before is None or before.colour.tone != kind.colour.tone):
            write_cube(Path(TONE_NAME), kind.colour.tone)
        self.has_unknown_colours = self.has_unknown_colours or not kind.colour.is_known
        self._kind = kind
        with _explain_format(kind):
            self._graph = make_graph(kind, self._geometry, self._time_base)


class FramesLost(Exception):
    """Filters gave back fewer frames than they took."""


class Unpaintable(Exception):
    """No filters turn frames of this kind into proxy frames; the message names their format."""


@contextlib.contextmanager
def _explain_format(kind: Kind | None) -> Iterator[None]:
    try:
        yield
    except (av.BlockingIOError, av.EOFError, MemoryError):
        raise
    except av.FFmpegError as error:
        raise Unpaintable(kind.pix_fmt if kind else "") from error


def make_graph(kind: Kind, geometry: Geometry, time_base: Fraction) -> Graph:
    graph = Graph()
    node = graph.add(
        "buffer",
        video_size=f"{kind.width}x{kind.height}",
        pix_fmt=kind.pix_fmt,
        time_base=str(time_base),
        pixel_aspect="1/1",
    )
    for item in list_filters(kind, geometry):
        name, _, arguments = item.partition("=")
        following = graph.add(name, arguments)
        node.link_to(following)
        node = following
    node.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def list_filters(kind: Kind, geometry: Geometry) -> list[str]:
    colour = kind.colour
    coded_width, coded_height = geometry.coded_size
    from_file = f"in_color_matrix={colour.matrix}:in_range={'full' if colour.is_full_range else 'limited'}"
    to_proxy = "out_color_matrix=bt709:out_range=limited"
    width, height = fit(kind.width, kind.height, geometry)
    scale = f"scale={width}:{height}:flags=bicubic+accurate_rnd"
    filters = ["bwdif=mode=send_frame:deint=interlaced"] if kind.is_interlaced else []
    filters += geometry.turn.filters
    if colour.tone is None:
        filters += [f"{scale}:{from_file}:{to_proxy}", "format=yuv420p"]
    else:
        # The table has R, G and B in full range; 12 bits keep what 10-bit files hold.
        filters += [f"{scale}:{from_file}", "format=gbrp12le", f"lut3d=file={TONE_NAME}:interp=tetrahedral"]
        filters += [f"scale=flags=bicubic+accurate_rnd:{to_proxy}", "format=yuv420p"]
    if (coded_width, coded_height) != (width, height):
        left, top = (geometry.width - width) // 2, (geometry.height - height) // 2
        filters.append(f"pad={coded_width}:{coded_height}:{left}:{top}")
    return filters
