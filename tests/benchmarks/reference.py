"""The package's own predictor and our tracker on the same frames, weights, prompts and flags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import sam2.sam2_video_predictor as package
from numpy.typing import NDArray

from inference.checkpoints import load_predictor
from inference.features import FeatureCache, FrameSource, Shelf, normalize_picture
from inference.legs import Leg
from inference.tracker import Tracker
from inference.tracks import Track
from inference.training.scenes import SceneSettings, render_clip
from inference.types import BoxPrompt, Conditioning, PointPrompt, Prompt
from tests.e2e.clip import click_point

SIZE = (360, 640)
FEATURE_BYTES = 2**30
BUSY_SCENE = SceneSettings(
    noise=0.3, motion=0.6, clutter=1, occluders=0, vanish=0.0, min_radius=0.1, min_objects=10, max_objects=10
)
"""Ten objects that stay in the picture."""


@dataclass(frozen=True)
class Footage:
    """`pictures` uint8 [T, H, W, 3] RGB, and the true masks of its objects on every frame, uint8 [T, H, W]."""

    pictures: NDArray[np.uint8]
    masks: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.pictures)

    def read(self, index: int) -> NDArray[np.uint8]:
        picture: NDArray[np.uint8] = self.pictures[index]
        return picture

    def list_objects(self, frame: int, *, least: int = 400) -> list[int]:
        """Objects of at least so many pixels on a frame."""
        areas = np.bincount(self.masks[frame].ravel())
        return [number for number in range(1, len(areas)) if areas[number] >= least]

    def point_at(self, frame: int, number: int) -> PointPrompt:
        x, y = click_point(self.masks[frame] == number)
        return PointPrompt(frame=frame, points=((float(x), float(y)),), labels=(1,))

    def box(self, frame: int, number: int) -> BoxPrompt:
        ys, xs = np.nonzero(self.masks[frame] == number)
        return BoxPrompt(frame=frame, box=(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())))


def render_footage(num_frames: int, *, seed: int = 7) -> Footage:
    clip = render_clip(seed, num_frames, SIZE, BUSY_SCENE)
    return Footage(pictures=clip.frames, masks=clip.masks)


class Reference:
    """`SAM2VideoPredictor` as its examples use it, without files: frames are resized when the bench begins."""

    def __init__(self, model: Any, footage: Footage) -> None:
        package.tqdm = partial(package.tqdm, disable=True)
        self.model = model
        self._images = [normalize_picture(picture, model.image_size)[0] for picture in footage.pictures]
        self.start()

    def repeat(self, places: Sequence[int]) -> None:
        """A longer video of the same frames, in this order."""
        self._images = [self._images[place] for place in places]
        self.start()

    def start(self) -> None:
        """Forgets everything but the frames."""
        self.state: dict[str, Any] = {
            "images": self._images,
            "num_frames": len(self._images),
            "offload_video_to_cpu": False,
            "offload_state_to_cpu": False,
            "video_height": SIZE[0],
            "video_width": SIZE[1],
            "device": self.model.device,
            "storage_device": self.model.device,
        }
        for name in ("constants", "obj_id_to_idx", "obj_idx_to_id", "point_inputs_per_obj", "mask_inputs_per_obj"):
            self.state[name] = {}
        for name in ("cached_features", "output_dict_per_obj", "temp_output_dict_per_obj", "frames_tracked_per_obj"):
            self.state[name] = {}
        self.state["obj_ids"] = []

    def prompt(self, number: int, prompt: Prompt) -> NDArray[np.bool_]:
        """The mask [H, W] that the prompt asks for."""
        place = {"frame_idx": prompt.frame, "obj_id": number}
        if isinstance(prompt, PointPrompt):
            given: dict[str, Any] = {"points": np.array(prompt.points), "labels": np.array(prompt.labels)}
        elif isinstance(prompt, BoxPrompt):
            given = {"box": np.array(prompt.box)}
        else:
            raise TypeError("the benches prompt with points and boxes")
        _, numbers, logits = self.model.add_new_points_or_box(self.state, **place, **given)
        mask: NDArray[np.bool_] = (logits[numbers.index(number), 0] > 0).cpu().numpy()
        return mask

    def walk(self, frames: Sequence[int]) -> Iterator[tuple[int, dict[int, NDArray[np.bool_]]]]:
        """Masks by object on consecutive frames, forward or backward."""
        reverse = len(frames) > 1 and frames[1] < frames[0]
        steps = self.model.propagate_in_video(
            self.state, start_frame_idx=frames[0], max_frame_num_to_track=len(frames) - 1, reverse=reverse
        )
        for frame, numbers, logits in steps:
            masks = (logits[:, 0] > 0).cpu().numpy()
            yield frame, dict(zip(numbers, masks, strict=True))


def start_tracker(
    model: Any, footage: FrameSource, *, room_bytes: int = FEATURE_BYTES, shelf: Shelf | None = None, **options: Any
) -> Tracker:
    features = FeatureCache(model, footage, room_bytes=room_bytes, shelf=shelf)
    return Tracker(model, features, size=SIZE, num_frames=len(footage), **options)


def start_track(tracker: Tracker, prompts: dict[int, Prompt], frames: Sequence[int]) -> Track:
    """Our walk over `frames` from prompts that are all on the first of them."""
    known = {number: Conditioning(prompts={prompt.frame: (prompt,)}, barriers={}) for number, prompt in prompts.items()}
    reverse = len(frames) > 1 and frames[1] < frames[0]
    step = -1 if reverse else 1
    leg = Leg(
        reverse=reverse,
        frames=range(frames[0], frames[-1] + step, step),
        starts=dict.fromkeys(prompts, frames[0]),
    )
    return Track(tracker, leg, known)


def load_nano() -> Any:
    return load_predictor("maskloop-nano", "cpu")
