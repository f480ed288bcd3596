"""Random outlines: unions of polygons in object coordinates, where 1 is the object's radius."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Polygon = NDArray[np.float64]
OUTLINE_POINTS = 40
_ANGLES = np.linspace(0, 2 * np.pi, OUTLINE_POINTS, endpoint=False)


@dataclass(frozen=True)
class Shape:
    """The union of `polygons`, each [n, 2] as (x, y), inside the unit disc."""

    polygons: tuple[Polygon, ...]


def _ellipse(centre: NDArray[np.float64], radii: NDArray[np.float64], turn: float) -> Polygon:
    points = np.stack([np.cos(_ANGLES) * radii[0], np.sin(_ANGLES) * radii[1]], -1)
    cos, sin = np.cos(turn), np.sin(turn)
    return points @ np.array([[cos, sin], [-sin, cos]]) + centre


def _blob(rng: np.random.Generator) -> tuple[Polygon, ...]:
    radius = np.ones(OUTLINE_POINTS)
    for wave in range(2, 7):
        radius += rng.normal(0, 0.32 / wave) * np.cos(wave * _ANGLES + rng.uniform(0, 6.28))
    radius = np.clip(radius, 0.2, None)
    return (np.stack([np.cos(_ANGLES) * radius, np.sin(_ANGLES) * radius], -1),)


def _oval(rng: np.random.Generator) -> tuple[Polygon, ...]:
    return (_ellipse(np.zeros(2), np.array([1.0, rng.uniform(0.35, 1)]), rng.uniform(0, 6.28)),)


def _corners(rng: np.random.Generator) -> tuple[Polygon, ...]:
    count = int(rng.integers(3, 8))
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + rng.uniform(0, 5.5 / count, count)
    radius = rng.uniform(0.6, 1, count)
    return (np.stack([np.cos(angles) * radius, np.sin(angles) * radius], -1),)


def _box(rng: np.random.Generator) -> tuple[Polygon, ...]:
    half = np.array([1.0, rng.uniform(0.25, 1)])
    square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    turn = rng.uniform(0, 6.28)
    return (square @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]),)


def _creature(rng: np.random.Generator) -> tuple[Polygon, ...]:
    """A body with a head and limbs: concave, of several parts, like what people label."""
    body = np.array([rng.uniform(0.5, 0.75), rng.uniform(0.3, 0.5)])
    parts = [_ellipse(np.zeros(2), body, 0.0)]
    for _ in range(int(rng.integers(2, 7))):
        angle = rng.uniform(0, 6.28)
        edge = body * np.array([np.cos(angle), np.sin(angle)])
        length = rng.uniform(0.15, 0.35)
        limb = np.array([length, rng.uniform(0.08, 0.28)])
        parts.append(_ellipse(edge * 1.15, limb, angle + rng.uniform(-0.5, 0.5)))
    return tuple(parts)


def _crescent(rng: np.random.Generator) -> tuple[Polygon, ...]:
    sweep = np.linspace(0, rng.uniform(2.5, 4.5), OUTLINE_POINTS // 2)
    inner = rng.uniform(0.4, 0.7)
    outer_arc = np.stack([np.cos(sweep), np.sin(sweep)], -1)
    return (np.concatenate([outer_arc, inner * outer_arc[::-1]]),)


def _star(rng: np.random.Generator) -> tuple[Polygon, ...]:
    tips = int(rng.integers(4, 8))
    angles = np.linspace(0, 2 * np.pi, 2 * tips, endpoint=False)
    radius = np.where(np.arange(2 * tips) % 2 == 0, 1.0, rng.uniform(0.4, 0.7))
    return (np.stack([np.cos(angles) * radius, np.sin(angles) * radius], -1),)


def _cross(rng: np.random.Generator) -> tuple[Polygon, ...]:
    arm = rng.uniform(0.2, 0.45)
    bar = np.array([[-1, -arm], [1, -arm], [1, arm], [-1, arm]])
    return (bar, bar[:, ::-1] * np.array([1.0, rng.uniform(0.6, 1)]))


_TRAINING: tuple[Callable[[np.random.Generator], tuple[Polygon, ...]], ...] = (
    _blob, _oval, _corners, _box, _creature, _creature, _crescent,
)  # fmt: skip
_HELD_OUT = (_star, _cross, _creature, _blob)


def random_shape(rng: np.random.Generator, *, held_out: bool = False) -> Shape:
    """A shape scaled so that its farthest point lies at distance 1; half of the
    held-out shapes are of kinds that training never draws."""
    kinds = _HELD_OUT if held_out else _TRAINING
    polygons = kinds[int(rng.integers(len(kinds)))](rng)
    reach = max(float(np.hypot(*polygon.T).max()) for polygon in polygons)
    return Shape(tuple(polygon / reach for polygon in polygons))


def deform(polygon: Polygon, *, phase: float, amount: float) -> Polygon:
    """Bends a polygon smoothly; `phase` in radians moves the bend, `amount` is its size."""
    x, y = polygon[:, 0], polygon[:, 1]
    return np.stack([x + amount * np.sin(2.1 * y + phase), y + amount * np.sin(1.7 * x + 1.3 * phase)], -1)
