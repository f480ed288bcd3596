"""Loaded models and open videos, the least recently used closed first."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.checkpoints import load_predictor
from inference.device import DevicePolicy
from inference.encoder import digest_encoder
from inference.feature_store import FeatureStore
from inference.features import FeatureCache, Shelf
from inference.frames import ProxyReader
from inference.tracker import Tracker

# Two models, because projects of one installation seldom use more; sessions keep decoded frames and features.
MODELS_KEPT = 2
SESSIONS_KEPT = 4
FRAME_BYTES = 96 * 1024**2


@dataclass(frozen=True)
class Clip:
    """A canonical proxy: `key` is its digest, `size` the (height, width) in pixels of its picture, `pts` its frame
    table."""

    key: str
    path: Path
    size: tuple[int, int]
    pts: Sequence[int]


class Sessions:
    """Trackers by model and video. Used by the device thread alone; `model_name` may be read by any.

    With a `store`, the features of frames are kept on disk too, for all workers that use it.
    """

    def __init__(
        self,
        *,
        device: str,
        load: Callable[[str, str], Any] = load_predictor,
        store: FeatureStore | None = None,
        policy: DevicePolicy | None = None,
    ) -> None:
        self.device = device
        self.model_name = ""
        self._load = load
        self._store = store
        self._policy = policy or DevicePolicy.choose(device)
        self._models: OrderedDict[str, Any] = OrderedDict()
        self._digests: dict[str, str] = {}
        self._sessions: OrderedDict[tuple[str, str], Tracker] = OrderedDict()

    def open(self, model_name: str, clip: Clip) -> Tracker:
        """The tracker of a video under a model, with whatever it still knows of it.

        Raises CheckpointProblem where the model cannot be loaded and ProxyUnreadable where the video cannot be read.
        """
        found = self.find(model_name, clip.key)
        if found is not None:
            return found
        tracker = self._start(model_name, clip)
        self._sessions[model_name, clip.key] = tracker
        while len(self._sessions) > SESSIONS_KEPT:
            self._sessions.popitem(last=False)
        self.model_name = model_name
        return tracker

    def find(self, model_name: str, key: str) -> Tracker | None:
        """The tracker of an open video."""
        tracker = self._sessions.get((model_name, key))
        if tracker is not None:
            self._sessions.move_to_end((model_name, key))
            if model_name in self._models:
                self._models.move_to_end(model_name)
            self.model_name = model_name
        return tracker

    def forget(self) -> None:
        """Lets go of every video and model, as after the device ran out of memory.

        What a track still uses stays until it ends: files and weights close with their last user.
        """
        self._sessions.clear()
        self._models.clear()
        self.model_name = ""

    def _start(self, model_name: str, clip: Clip) -> Tracker:
        model = self._load_model(model_name)
        reader = ProxyReader(clip.path, size=clip.size, pts=clip.pts, cache_bytes=FRAME_BYTES)
        shelf = None
        if self._store is not None:
            shelf = Shelf(self._store, video=clip.key, model=self._digests[model_name])
        room_bytes = self._policy.feature_bytes
        features = FeatureCache(model, reader, room_bytes=room_bytes, shelf=shelf, policy=self._policy)
        return Tracker(model, features, size=clip.size, num_frames=len(reader))

    def _load_model(self, name: str) -> Any:
        if name not in self._models:
            while len(self._models) >= MODELS_KEPT:
                dropped, _ = self._models.popitem(last=False)
                for key in [key for key in self._sessions if key[0] == dropped]:
                    del self._sessions[key]
            model = self._load(name, self.device)
            if self._store is not None:
                self._digests[name] = digest_encoder(model)
            self._models[name] = model
        return self._models[name]
