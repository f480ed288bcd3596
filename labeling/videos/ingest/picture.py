"""From a decoded frame to a proxy frame: upright, square pixels, at most 1920 px, even, BT.709."""

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import av
from av.filter import Graph

MAX_SIDE_PX = 1920
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
    """`width` × `height`: the display size, in proxy pixels; the proxy itself is padded right and below to even."""

    turn: Turn
    width: int
    height: int

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
    width, height = frame.width * aspect, Fraction(frame.height)
    if turn.transpose:
        width, height = height, width
    scale = min(Fraction(1), MAX_SIDE_PX / max(width, height))
    return Geometry(turn, max(1, round(width * scale)), max(1, round(height * scale)))


class Painter:
    """Applies a geometry to frames; its filters are made anew when the frames' own size or format changes."""

    def __init__(self, geometry: Geometry, time_base: Fraction) -> None:
        self._geometry = geometry
        self._time_base = time_base
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str, int, int] | None = None
        self.num_changes = -1

    def paint(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The frame as the proxy shows it, yuv420p; its times are for the caller to set."""
        shape = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        if self._graph is None or self._shape != shape:
            self._graph = self._make_graph(frame)
            self._shape = shape
            self.num_changes += 1
        self._graph.push(frame)
        return self._graph.vpull()

    def _make_graph(self, frame: av.VideoFrame) -> Graph:
        width, height = self._geometry.width, self._geometry.height
        coded_width, coded_height = self._geometry.coded_size
        chain = [
            *self._geometry.turn.filters,
            f"scale={width}:{height}:flags=bicubic+accurate_rnd:out_color_matrix=bt709:out_range=tv",
            f"pad={coded_width}:{coded_height}:0:0",
            "format=yuv420p",
            "setsar=1",
        ]
        graph = Graph()
        node = graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=self._time_base,
        )
        for item in chain:
            name, _, arguments = item.partition("=")
            following = graph.add(name, arguments)
            node.link_to(following)
            node = following
        sink = graph.add("buffersink")
        node.link_to(sink)
        graph.configure()
        return graph
