"""One layer of a scene: where it is at a time, and how it is painted into a frame."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from inference.training.shapes import Shape, deform
from inference.training.textures import TEXTURE_SIZE_PX, texture

Vector = NDArray[np.float64]
# Outlines are drawn this much larger and averaged down, for soft edges.
_OVERSAMPLING = 2


@dataclass(frozen=True)
class Camera:
    """Slow sines in frame sides (pan), in scale (zoom) and in radians (roll)."""

    pan: Vector
    pan_rate: Vector
    pan_phase: Vector
    zoom: float
    roll: float

    def at(self, time: float) -> tuple[Vector, float, float]:
        """(pan [2] in frame sides, zoom factor, roll in radians) at a time in frames."""
        pan = self.pan * (np.sin(self.pan_rate * time + self.pan_phase) - np.sin(self.pan_phase))
        zoom = 1 + self.zoom * np.sin(0.09 * time + self.pan_phase[0])
        roll = self.roll * np.sin(0.07 * time + self.pan_phase[1])
        return pan, float(zoom), float(roll)


@dataclass(frozen=True)
class Motion:
    """An object's path: a drift, a sway, a spin, a pulse of its size, a bend of its
    outline, and perhaps a time away from the frame. Rates are radians per frame."""

    centre: Vector
    drift: Vector
    sway: Vector
    sway_rate: Vector
    sway_phase: Vector
    turn: float
    spin: float
    pulse: float
    bend: float
    bend_rate: float
    away: tuple[float, float] | None
    away_to: Vector

    def centre_at(self, time: float) -> Vector:
        sway = self.sway * (np.sin(self.sway_rate * time + self.sway_phase))
        return self.centre + self.drift * time + sway + self.away_to * self._away_share(time)

    def _away_share(self, time: float) -> float:
        if self.away is None:
            return 0.0
        start, stop = self.away
        return float(np.clip(min(time - start, stop + 4 - time) / 4, 0, 1))


@dataclass(frozen=True)
class Layer:
    """A textured shape. `radius` is a share of the frame's shorter side; `window` is how
    much of the texture spans the radius; `ramp` divides it between two palettes and shades it.
    A `picture` (RGB, mirrored as textures are) takes the place of texture and palettes."""

    label: int
    shape: Shape
    texture: int
    held_out: bool
    window: float
    palette: NDArray[np.uint8]
    second_palette: NDArray[np.uint8] | None
    ramp: Vector
    shade: float
    radius: float
    motion: Motion
    picture: Image.Image | None = None

    def moved_to(self, centre: Vector) -> "Layer":
        return replace(self, motion=replace(self.motion, centre=centre))

    def dressed_like(self, other: "Layer") -> "Layer":
        return replace(
            self,
            texture=other.texture,
            palette=other.palette,
            second_palette=other.second_palette,
            window=other.window,
            picture=other.picture,
        )

    @property
    def surface(self) -> Image.Image:
        return self.picture or _mirrored_texture(self.texture, self.held_out)


@lru_cache(maxsize=640)
def _mirrored_texture(number: int, held_out: bool) -> Image.Image:
    """The texture mirrored to twice its side, so that sampling never leaves it."""
    half = TEXTURE_SIZE_PX // 2
    return Image.fromarray(np.pad(texture(number, held_out=held_out), half, mode="symmetric"))


def _rotation(turn: float) -> NDArray[np.float64]:
    cos, sin = np.cos(turn), np.sin(turn)
    return np.array([[cos, -sin], [sin, cos]])


def _sample_texture(
    layer: Layer, to_unit: NDArray[np.float64], origin: Vector, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """Colours [h, w, 3] for a patch of `size` (w, h): unit = to_unit @ (pixel - origin)."""
    scale = TEXTURE_SIZE_PX * layer.window
    linear = to_unit * scale
    offset = TEXTURE_SIZE_PX - linear @ origin
    coefficients = (*linear[0], offset[0], *linear[1], offset[1])
    seen = np.asarray(layer.surface.transform(size, Image.Transform.AFFINE, coefficients, Image.Resampling.BILINEAR))
    colours = seen if layer.picture else layer.palette[seen]
    gradient = layer.ramp[:2] @ to_unit
    columns, rows = np.arange(size[0]) - origin[0], np.arange(size[1]) - origin[1]
    ramp = gradient[0] * columns[None] + gradient[1] * rows[:, None] + layer.ramp[2]
    if layer.second_palette is not None and not layer.picture:
        colours = np.where((ramp > 0)[..., None], colours, layer.second_palette[seen])
    if layer.shade > 0.1:
        light = np.clip(1 + layer.shade * ramp, 0.4, 1.6).astype(np.float32)
        colours = np.clip(colours * light[..., None], 0, 255).astype(np.uint8)
    return colours


def paint_background(layer: Layer, camera: Camera, time: float, height: int, width: int) -> NDArray[np.uint8]:
    """The background's colours [height, width, 3] as the camera sees them."""
    pan, zoom, roll = camera.at(time)
    side = max(height, width)
    to_unit = _rotation(-roll) / (side * zoom)
    origin = np.array([width, height]) / 2 + pan * side
    return _sample_texture(layer, to_unit, origin, (width, height))


def paint_layer(
    layer: Layer,
    camera: Camera,
    time: float,
    frame: NDArray[np.uint8],
    mask: NDArray[np.uint8],
) -> None:
    """Paints the layer over `frame` [H, W, 3] and its label over `mask` [H, W], in place."""
    height, width = mask.shape
    pan, zoom, roll = camera.at(time)
    side = min(height, width)
    motion = layer.motion
    from_middle = (motion.centre_at(time) - 0.5) * (width, height)
    centre = _rotation(roll) @ from_middle * zoom + np.array([width, height]) / 2
    centre = centre + pan * max(height, width)
    radius = layer.radius * side * zoom * (1 + motion.pulse * np.sin(0.11 * time + motion.turn))
    turn = motion.turn + motion.spin * time + roll
    matrix = _rotation(turn) * radius

    outlines = [
        deform(polygon, phase=motion.bend_rate * time + motion.turn, amount=motion.bend) @ matrix.T + centre
        for polygon in layer.shape.polygons
    ]
    corners = np.concatenate(outlines)
    left, top = np.clip(np.floor(corners.min(0)), 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(0)) + 1, 0, (width, height)).astype(int)
    if right <= left or bottom <= top:
        return

    corner = np.array([left, top])
    alpha = _fill(outlines, corner, (right - left, bottom - top))
    colours = _sample_texture(layer, np.linalg.inv(matrix), centre - corner, (right - left, bottom - top))
    region = frame[top:bottom, left:right]
    weight = alpha.astype(np.uint16)[..., None]
    region[:] = ((colours * weight + region * (255 - weight)) // 255).astype(np.uint8)
    mask[top:bottom, left:right][alpha >= 128] = layer.label


def _fill(outlines: list[Vector], corner: Vector, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Coverage [h, w] from 0 to 255 of the union of outlines, in a patch of `size` (w, h)."""
    large = Image.new("L", (int(size[0]) * _OVERSAMPLING, int(size[1]) * _OVERSAMPLING))
    draw = ImageDraw.Draw(large)
    for outline in outlines:
        points = (outline - corner) * _OVERSAMPLING
        draw.polygon([(float(x), float(y)) for x, y in points], fill=255)
    return np.asarray(large.reduce(_OVERSAMPLING))
