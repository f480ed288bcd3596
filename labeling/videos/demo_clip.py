"""A clip that the project makes itself, for the demo, the end-to-end test and the benches."""

from fractions import Fraction
from pathlib import Path

import av

from inference.training.scenes import Clip, SceneSettings, render_clip
from labeling.videos.frame_numbers import burn_in

DEFAULT_SEED = 30
FRAMES_AT_ONCE = 24
CLEAR_SCENE = SceneSettings(
    noise=0.3,
    motion=0.5,
    clutter=1,
    occluders=0,
    look_alike=0.0,
    vanish=0.0,
    min_radius=0.12,
    min_objects=4,
    max_objects=5,
)
"""What a newcomer should click on first: objects that stay, stand out and differ. Noise also makes files large."""


def draw_demo_frames(*, first: int, count: int, size: tuple[int, int], seed: int = DEFAULT_SEED) -> Clip:
    """Frames first … first + count - 1 of the demo clip, with the true masks of its objects, before any coding."""
    return render_clip(seed, count, size, CLEAR_SCENE, first_frame=first)


def render_demo_clip(
    path: Path,
    *,
    num_frames: int = 120,
    size: tuple[int, int] = (360, 640),
    fps: int = 24,
    burned_in: bool = False,
    seed: int = DEFAULT_SEED,
) -> None:
    """Write an H.264 MP4 of a procedural scene. `size` is (height, width) in even pixels; `burned_in` writes each
    frame's number into it as `labeling.videos.frame_numbers` describes. The same arguments give the same pictures."""
    height, width = size
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps), options={"crf": "16", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for first in range(0, num_frames, FRAMES_AT_ONCE):
            count = min(FRAMES_AT_ONCE, num_frames - first)
            scene = draw_demo_frames(first=first, count=count, size=size, seed=seed)
            for offset, picture in enumerate(scene.frames):
                if burned_in:
                    burn_in(picture, first + offset)
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts = first + offset
                frame.time_base = Fraction(1, fps)
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
