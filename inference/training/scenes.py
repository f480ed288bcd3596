"""Procedural video: textured objects that move, deform, hide and return before a moving camera.

A clip is a pure function of its seed and settings, so a data set is a list of seeds and
a held-out set can be frozen by writing down its seeds. Numpy, scipy and Pillow only.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from inference.training.layers import Camera, Layer, Motion, paint_background, paint_layer
from inference.training.pictures import Pictures
from inference.training.shapes import random_shape
from inference.training.textures import random_palette

CLIP_PERIOD_FRAMES = 48
TRAINING_TEXTURES = 360
HELD_OUT_TEXTURES = 120


@dataclass(frozen=True)
class SceneSettings:
    """What scenes contain. Fractions are of the frame's shorter side.

    `contrast` (0 to 1) is how far objects and background may differ in colour; `motion`
    scales every movement (0 stands still); `vanish` is the share of objects that leave
    the frame for a while; `occluders` is the greatest number of unlabelled foreground layers;
    `pictures` is the share of layers that show a real picture, where there are any; `cut` is
    the share of clips that switch to another scene, without the objects, and stay there.
    `film` "thermal" sees warm objects as light on dark, without colour, coarse and noisy.
    """

    min_objects: int = 4
    max_objects: int = 6
    min_radius: float = 0.09
    max_radius: float = 0.28
    contrast: float = 1.0
    motion: float = 1.0
    vanish: float = 0.25
    look_alike: float = 0.3
    occluders: int = 2
    clutter: int = 4
    noise: float = 1.0
    held_out: bool = False
    pictures: float = 0.0
    cut: float = 0.0
    film: Literal["colour", "thermal"] = "colour"


@dataclass(frozen=True)
class Clip:
    """frames: uint8 [T, H, W, 3] RGB; masks: uint8 [T, H, W], 0 the background and
    1..num_objects the visible pixels of each object (an absent object has none)."""

    seed: int
    num_objects: int
    frames: NDArray[np.uint8]
    masks: NDArray[np.uint8]


@dataclass(frozen=True)
class _Look:
    """How the picture as a whole is made: light, lens and sensor."""

    gain: float
    flicker: float
    blur_px: float
    noise: float


def render_clip(
    seed: int,
    num_frames: int = CLIP_PERIOD_FRAMES,
    size: int | tuple[int, int] = 256,
    settings: SceneSettings | None = None,
    *,
    first_frame: int = 0,
    frame_step: int = 1,
    pictures: Pictures | None = None,
) -> Clip:
    """Renders frames first_frame, first_frame + frame_step, … of the clip named by `seed`.

    `size` is the side of a square or (height, width), in pixels. Label i keeps its object
    on every frame. The same arguments give the same bytes on one version of the libraries.
    """
    settings = settings or SceneSettings()
    height, width = (size, size) if isinstance(size, int) else size
    rng = np.random.default_rng((seed, int(settings.held_out)))
    camera = _random_camera(rng, settings)
    background = _random_layer(rng, settings, label=0, pictures=pictures)
    layers = _random_layers(rng, settings, pictures)
    look = _random_look(rng, settings, shorter_side_px=min(height, width))

    frames = np.empty((num_frames, height, width, 3), np.uint8)
    masks = np.zeros((num_frames, height, width), np.uint8)
    for index in range(num_frames):
        time = float(first_frame + index * frame_step)
        frames[index] = paint_background(background, camera, time, height, width)
        for layer in layers:
            paint_layer(layer, camera, time, frames[index], masks[index])
        frames[index] = _develop(frames[index], look, time, rng, film=settings.film)
    num_objects = sum(1 for layer in layers if layer.label > 0)
    clip = Clip(seed, num_objects, frames, masks)
    return _cut_away(clip, settings, first_frame, frame_step, pictures) if settings.cut > 0 else clip


def _cut_away(
    clip: Clip, settings: SceneSettings, first_frame: int, frame_step: int, pictures: Pictures | None
) -> Clip:
    """The clip, or its beginning and then another scene, in which its objects are not."""
    rng = np.random.default_rng((clip.seed, 2))
    cut_at = int(rng.integers(4, CLIP_PERIOD_FRAMES))
    times = first_frame + frame_step * np.arange(len(clip.frames))
    after = np.flatnonzero(times >= cut_at)
    if rng.random() >= settings.cut or after.size in {0, len(times)}:
        return clip
    elsewhere = replace(settings, cut=0.0)
    num_frames, size = after.size, clip.masks.shape[1:]
    other = render_clip(int(rng.integers(2**40)), num_frames, size, elsewhere, frame_step=frame_step, pictures=pictures)
    clip.frames[after], clip.masks[after] = other.frames, 0
    return clip


def clip_digest(clips: list[Clip]) -> str:
    """SHA-256 over the frames and masks of clips, to freeze a held-out set."""
    digest = hashlib.sha256()
    for clip in clips:
        digest.update(clip.frames.tobytes())
        digest.update(clip.masks.tobytes())
    return digest.hexdigest()


def _random_camera(rng: np.random.Generator, settings: SceneSettings) -> Camera:
    strength = settings.motion * rng.choice([0.0, 0.4, 1.0])
    return Camera(
        pan=rng.uniform(-0.14, 0.14, 2) * strength,
        pan_rate=rng.uniform(0.04, 0.14, 2),
        pan_phase=rng.uniform(0, 6.28, 2),
        zoom=rng.uniform(0, 0.12) * strength,
        roll=rng.uniform(0, 0.12) * strength,
    )


def _random_motion(rng: np.random.Generator, settings: SceneSettings, *, moves: bool) -> Motion:
    strength = settings.motion * float(moves)
    vanishes = moves and settings.motion > 0 and rng.random() < settings.vanish
    start = rng.uniform(3, CLIP_PERIOD_FRAMES - 14)
    angle = rng.uniform(0, 6.28)
    return Motion(
        centre=rng.uniform(0.12, 0.88, 2),
        drift=rng.normal(0, 0.004, 2) * strength,
        sway=rng.uniform(0, 0.16, 2) * strength,
        sway_rate=rng.uniform(0.05, 0.22, 2),
        sway_phase=rng.uniform(0, 6.28, 2),
        turn=rng.uniform(0, 6.28),
        spin=rng.normal(0, 0.03) * strength,
        pulse=rng.uniform(0, 0.2) * strength,
        bend=rng.uniform(0, 0.16) * strength,
        bend_rate=rng.uniform(0.05, 0.3),
        away=(start, start + rng.uniform(6, 16)) if vanishes else None,
        away_to=np.array([np.cos(angle), np.sin(angle)]) * 1.7,
    )


def _random_layer(
    rng: np.random.Generator,
    settings: SceneSettings,
    *,
    label: int,
    radius: float = 1.0,
    moves: bool = False,
    pictures: Pictures | None = None,
) -> Layer:
    textures = HELD_OUT_TEXTURES if settings.held_out else TRAINING_TEXTURES
    contrast = settings.contrast * rng.uniform(0.45, 1.0)
    layer = Layer(
        label=label,
        shape=random_shape(rng, held_out=settings.held_out),
        texture=int(rng.integers(textures)),
        held_out=settings.held_out,
        window=rng.uniform(0.15, 0.6) if label else rng.uniform(0.4, 1.0),
        palette=random_palette(rng, contrast=contrast),
        second_palette=random_palette(rng, contrast=contrast) if rng.random() < 0.3 else None,
        ramp=rng.normal(0, 1, 3) * (0.9, 0.9, 0.3),
        shade=rng.uniform(0, 0.3),
        radius=radius,
        motion=_random_motion(rng, settings, moves=moves),
    )
    if pictures is not None and rng.random() < settings.pictures:
        return replace(layer, picture=pictures.crop(rng))
    return layer


def _spread_centre(rng: np.random.Generator, taken: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Of a few places the one farthest from the others, so that most objects can be seen."""
    places = rng.uniform(0.1, 0.9, (5, 2))
    if not taken:
        return places[0]
    distances = np.linalg.norm(places[:, None] - np.stack(taken)[None], axis=-1).min(1)
    return places[int(distances.argmax())]


def _random_layers(rng: np.random.Generator, settings: SceneSettings, pictures: Pictures | None) -> list[Layer]:
    layers = [
        _random_layer(rng, settings, label=0, radius=rng.uniform(0.05, 0.3), pictures=pictures)
        for _ in range(int(rng.integers(0, settings.clutter + 1)))
    ]
    count = int(rng.integers(settings.min_objects, settings.max_objects + 1))
    low, high = np.log(settings.min_radius), np.log(settings.max_radius)
    objects: list[Layer] = []
    for label in range(1, count + 1):
        radius = float(np.exp(rng.uniform(low, high)))
        layer = _random_layer(rng, settings, label=label, radius=radius, moves=True, pictures=pictures)
        centre = _spread_centre(rng, [other.motion.centre for other in objects])
        layer = layer.moved_to(centre)
        if objects and rng.random() < settings.look_alike:
            layer = layer.dressed_like(objects[int(rng.integers(len(objects)))])
        objects.append(layer)
    layers += objects
    layers += [
        _random_layer(rng, settings, label=0, radius=rng.uniform(0.06, 0.18), moves=True, pictures=pictures)
        for _ in range(int(rng.integers(0, settings.occluders + 1)))
    ]
    return layers


def _random_look(rng: np.random.Generator, settings: SceneSettings, *, shorter_side_px: int) -> _Look:
    blurred = rng.random() < 0.4
    return _Look(
        gain=rng.uniform(0.7, 1.2),
        flicker=rng.uniform(0, 0.08) * settings.motion,
        blur_px=rng.uniform(0.3, 1.0) * shorter_side_px / 256 if blurred else 0.0,
        noise=rng.choice([0.0, 3.0, 9.0]) * settings.noise,
    )


def _develop(
    frame: NDArray[np.uint8], look: _Look, time: float, rng: np.random.Generator, *, film: str
) -> NDArray[np.uint8]:
    if look.blur_px > 0:
        picture = Image.fromarray(frame).filter(ImageFilter.GaussianBlur(look.blur_px))
        frame = np.asarray(picture)
    gain = look.gain * (1 + look.flicker * np.sin(0.7 * time))
    developed = frame.astype(np.float32) * np.float32(gain)
    if film == "thermal":
        developed = _see_warmth(developed)
    if look.noise > 0:
        developed += rng.standard_normal(frame.shape, dtype=np.float32) * np.float32(look.noise)
    return np.clip(developed, 0, 255).astype(np.uint8)


def _see_warmth(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """One channel in which what was red is light and what was blue is dark, at half the range and a third of the
    resolution."""
    height, width = colours.shape[:2]
    warmth = np.clip(0.9 * colours[..., 0] - 0.5 * colours[..., 2] + 60, 0, 255).astype(np.uint8)
    coarse = Image.fromarray(warmth).reduce(3).resize((width, height), Image.Resampling.BILINEAR)
    return np.repeat(40 + np.asarray(coarse, np.float32)[..., None] * np.float32(0.5), 3, axis=-1)
