"""Draws what a run's metrics.jsonl tells: loss, IoU of clicks and of tracked frames, held-out figures by step.

python -m inference.training.curves runs/nano/metrics.jsonl --out curves.png
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

_PANELS = {
    "loss": ("loss",),
    "IoU while training": ("iou_first_click", "iou_last_frame"),
    "held out": ("one_click", "three_clicks", "box", "prompt_sensitivity"),
}
# Points that one drawn point is the mean of, for what is logged every few steps.
_SMOOTHED_OVER = 20


def read_curves(log: Path) -> dict[str, list[tuple[int, float]]]:
    """(step, value) of every figure in a log, by name."""
    curves: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for line in log.read_text().splitlines():
        figures: dict[str, Any] = json.loads(line)
        for name, value in figures.items():
            if isinstance(value, int | float) and not math.isnan(value):
                curves[name].append((figures["step"], float(value)))
    return curves


def smooth(points: Sequence[tuple[int, float]], over: int = _SMOOTHED_OVER) -> list[tuple[int, float]]:
    """Means of `over` points each; as they are where there are few."""
    if len(points) < 4 * over:
        return list(points)
    groups = [points[start : start + over] for start in range(0, len(points), over)]
    return [(group[-1][0], sum(value for _, value in group) / len(group)) for group in groups]


def draw(log: Path, picture: Path) -> None:
    """Writes the picture, whose kind follows from its name."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    curves = read_curves(log)
    figure, panels = plt.subplots(1, len(_PANELS), figsize=(5 * len(_PANELS), 3.5))
    for panel, (title, names) in zip(panels, _PANELS.items(), strict=True):
        for name in names:
            if curves[name]:
                panel.plot(*zip(*smooth(curves[name]), strict=True), label=name.replace("_", " "))
        panel.set(title=title, xlabel="step")
        if panel.lines:
            panel.legend(frameon=False)
        panel.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(picture, dpi=70)
    # A few lines on white need no more colours.
    Image.open(picture).convert("RGB").quantize(32).save(picture, optimize=True)
    plt.close(figure)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    draw(arguments.log, arguments.out)


if __name__ == "__main__":
    main()
