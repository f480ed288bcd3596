"""What no training sees: three sets of generated clips, frozen by their seeds and told apart by their digests.

- scenes: other seeds, half of the textures and shapes of kinds that training never draws;
- composites: the same shapes, every surface a real picture that training never saw;
- thermal: a film that no training draws, for which fine-tuning is tried.
"""

from pathlib import Path

from inference.training.pictures import read_pictures
from inference.training.scenes import CLIP_PERIOD_FRAMES, Clip, SceneSettings, render_clip

SCENES = SceneSettings(held_out=True)
COMPOSITES = SceneSettings(held_out=True, pictures=1.0)
THERMAL = SceneSettings(
    film="thermal", min_radius=0.06, max_radius=0.2, contrast=0.7, noise=1.5, clutter=6, min_objects=2, max_objects=4
)
FIRST_SEED = 9_000_000
THERMAL_FIRST_SEED = 9_500_000
NUM_CLIPS = 40
SIZE_PX = 256


def held_out_clips(count: int = NUM_CLIPS, num_frames: int = CLIP_PERIOD_FRAMES, size: int = SIZE_PX) -> list[Clip]:
    """The first `count` scenes."""
    return [render_clip(FIRST_SEED + number, num_frames, size, SCENES) for number in range(count)]


def composite_clips(
    folder: Path, count: int = NUM_CLIPS, num_frames: int = CLIP_PERIOD_FRAMES, size: int = SIZE_PX
) -> list[Clip]:
    """The first `count` composites over the pictures and clips of a folder."""
    pictures = read_pictures(folder)
    return [
        render_clip(FIRST_SEED + number, num_frames, size, COMPOSITES, pictures=pictures) for number in range(count)
    ]


def thermal_clips(
    count: int = NUM_CLIPS, num_frames: int = CLIP_PERIOD_FRAMES, size: int = SIZE_PX, *, skip: int = 0
) -> list[Clip]:
    """`count` thermal clips after the first `skip`."""
    seeds = range(THERMAL_FIRST_SEED + skip, THERMAL_FIRST_SEED + skip + count)
    return [render_clip(seed, num_frames, size, THERMAL) for seed in seeds]
