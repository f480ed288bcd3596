"""The registry of models: what each is called, where its weights lie, and how it is loaded.

Torch-free at import, so that web and media processes can list models; torch and sam2 are
imported only inside `load_model` and `load_predictor`.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any

from inference.torchvision_ops import declare_torchvision_ops

if TYPE_CHECKING:
    from sam2.modeling.sam2_base import SAM2Base
    from sam2.sam2_video_predictor import SAM2VideoPredictor
    from torch import Tensor

_HERE = Path(__file__).parent
_REPOSITORY = _HERE.parent
NANO = "maskloop-nano"
_GPU_DEFAULT = "sam2.1_hiera_small"
_META_SOURCE = "https://dl.fbaipublicfiles.com/segment_anything_2/092824"


class CheckpointProblem(Exception):
    """A model cannot be used; the message says why and what to do, for people to read."""


@dataclass(frozen=True)
class Checkpoint:
    """One model. `config` is a file of `inference/configs` or, for Meta's, of the sam2
    package. `digest` is the SHA-256 of the weights where it is known; `source` says where
    they come from."""

    name: str
    config: str
    file: str
    digest: str | None
    size_bytes: int
    needs_gpu: bool
    source: str

    @property
    def is_shipped(self) -> bool:
        """Whether the weights are part of the repository."""
        return self.name == NANO

    @property
    def path(self) -> Path:
        """Where the weights lie, or will lie once fetched."""
        if self.is_shipped:
            return _HERE / "checkpoints" / self.file
        return _home() / "checkpoints" / self.file


def _meta_checkpoint(size: str, config: str, size_bytes: int) -> Checkpoint:
    file = f"sam2.1_hiera_{size}.pt"
    return Checkpoint(
        name=f"sam2.1_hiera_{size}",
        config=f"configs/sam2.1/sam2.1_hiera_{config}.yaml",
        file=file,
        digest=None,
        size_bytes=size_bytes,
        needs_gpu=True,
        source=f"{_META_SOURCE}/{file}",
    )


_REGISTRY: dict[str, Checkpoint] = {
    checkpoint.name: checkpoint
    for checkpoint in (
        Checkpoint(
            name=NANO,
            config="maskloop-nano.yaml",
            file="maskloop-nano.safetensors",
            digest="7933f811ab226805fb0621c9cbf2b5ba6df0b2a6078c3b2b11a6a07234e3e7c8",
            size_bytes=8_809_412,
            needs_gpu=False,
            source="inference/training",
        ),
        _meta_checkpoint("tiny", "t", 156_008_466),
        _meta_checkpoint("small", "s", 184_416_285),
        _meta_checkpoint("base_plus", "b+", 323_606_802),
        _meta_checkpoint("large", "l", 898_083_611),
    )
}


def list_checkpoints() -> list[Checkpoint]:
    """Every registered model, the smallest first."""
    return list(_REGISTRY.values())


def get_checkpoint(name: str) -> Checkpoint:
    """The model of that name; raises `CheckpointProblem` where there is none."""
    if name not in _REGISTRY:
        known = ", ".join(_REGISTRY)
        raise CheckpointProblem(f"There is no model “{name}”. Choose one of: {known}.")
    return _REGISTRY[name]


def default_checkpoint_name() -> str:
    """Nano without a GPU or without fetched weights, else Meta's small model."""
    if has_gpu() and get_checkpoint(_GPU_DEFAULT).path.exists():
        return _GPU_DEFAULT
    return NANO


def has_gpu() -> bool:
    """Whether an NVIDIA driver is loaded, asked without importing torch."""
    return Path("/proc/driver/nvidia/version").exists()


def check_weights(checkpoint: Checkpoint) -> Path:
    """The weights' path; raises `CheckpointProblem` where they are missing or not whole."""
    path = checkpoint.path
    if not path.exists():
        raise CheckpointProblem(_missing_sentence(checkpoint))
    size_bytes = path.stat().st_size
    if size_bytes != checkpoint.size_bytes:
        raise CheckpointProblem(
            f"The weights of {checkpoint.name} have {size_bytes} bytes instead of "
            f"{checkpoint.size_bytes}. {_remedy(checkpoint)}"
        )
    if checkpoint.digest is not None and file_digest(path) != checkpoint.digest:
        raise CheckpointProblem(
            f"The weights of {checkpoint.name} are not the registered ones: their SHA-256 "
            f"differs. {_remedy(checkpoint)}"
        )
    return path


def checkpoint_digest(name: str) -> str:
    """SHA-256 of a model's weights as they lie on disk, in hexadecimal.

    Raises `CheckpointProblem` where the weights are missing or have the wrong size.
    """
    return file_digest(check_weights(get_checkpoint(name)))


def load_predictor(
    name: str,
    device: str,
    *,
    weights: Path | None = None,
    untrained: bool = False,
    **overrides: Any,
) -> "SAM2VideoPredictor":
    """The package's video predictor with a model's weights, in evaluation mode.

    `weights` is another file for the same architecture in place of the registered one;
    `untrained` leaves the random weights of construction, for tests; `overrides` replace
    entries of the model's configuration. Raises `CheckpointProblem`.
    """
    return load_model(
        name,
        device,
        weights=weights,
        untrained=untrained,
        _target_="sam2.sam2_video_predictor.SAM2VideoPredictor",
        add_all_frames_to_correct_as_cond=True,
        max_cond_frames_in_attn=4,
        **overrides,
    )


def load_model(
    name: str,
    device: str,
    *,
    weights: Path | None = None,
    untrained: bool = False,
    **overrides: Any,
) -> "SAM2Base":
    """A model of the registry; `overrides` replace entries of its configuration's `model`.

    Returned in evaluation mode, float32, on `device` ("cpu", "cuda", "cuda:1"). Raises
    `CheckpointProblem` where the weights are missing, damaged or do not fit.
    """
    checkpoint = get_checkpoint(name)
    state = None if untrained else _read_weights(weights or check_weights(checkpoint))
    declare_torchvision_ops()
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    settings = OmegaConf.load(_config_path(checkpoint)).model
    model: SAM2Base = instantiate(OmegaConf.merge(settings, overrides))
    if state is not None:
        try:
            model.load_state_dict(state)
        except RuntimeError as error:
            raise CheckpointProblem(
                f"These weights do not fit the model {name}; use weights trained with its configuration."
            ) from error
    return model.to(device).eval()


def _read_weights(path: Path) -> "dict[str, Tensor]":
    if path.suffix == ".safetensors":
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            return load_file(path)
        except (SafetensorError, OSError) as error:
            raise CheckpointProblem(f"{path.name} cannot be read: {error}.") from error
    import torch

    try:
        content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, OSError, UnpicklingError) as error:
        raise CheckpointProblem(f"{path.name} is not a file of weights alone, so it was not loaded.") from error
    state: dict[str, Tensor] = content.get("model", content)
    return state


def _config_path(checkpoint: Checkpoint) -> Path:
    if checkpoint.is_shipped:
        return _HERE / "configs" / checkpoint.config
    import sam2

    return Path(sam2.__path__[0]) / checkpoint.config


def _home() -> Path:
    return Path(os.environ.get("MASKLOOP_HOME") or _REPOSITORY / ".maskloop").expanduser()


def _remedy(checkpoint: Checkpoint) -> str:
    if checkpoint.is_shipped:
        return f"Restore it with: git checkout -- inference/checkpoints/{checkpoint.file}"
    return f"Delete {checkpoint.path} and run: ./maskloop manage fetch_model {checkpoint.name}"


def _missing_sentence(checkpoint: Checkpoint) -> str:
    if checkpoint.is_shipped:
        return f"The weights of {checkpoint.name} are missing. {_remedy(checkpoint)}"
    return (
        f"The weights of {checkpoint.name} are not on this machine. "
        f"Run: ./maskloop manage fetch_model {checkpoint.name}"
    )


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    status = path.stat()
    return _digest_of_version(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=32)
def _digest_of_version(path: Path, size_bytes: int, modified_ns: int) -> str:
    """Read once per version of the file: large weights take seconds to digest."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
