"""The registry: what it lists, and that it loads nothing it should not."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from inference.checkpoints import (
    CheckpointProblem,
    check_weights,
    checkpoint_digest,
    default_checkpoint_name,
    get_checkpoint,
    has_gpu,
    list_checkpoints,
    load_model,
    load_predictor,
)


def test_list_checkpoints_names_nano_and_metas_four() -> None:
    assert [checkpoint.name for checkpoint in list_checkpoints()] == [
        "maskloop-nano",
        "sam2.1_hiera_tiny",
        "sam2.1_hiera_small",
        "sam2.1_hiera_base_plus",
        "sam2.1_hiera_large",
    ]


def test_get_checkpoint_unknown_name_says_what_to_choose() -> None:
    with pytest.raises(CheckpointProblem, match="Choose one of: maskloop-nano"):
        get_checkpoint("sam2_huge")


@pytest.mark.skipif(has_gpu(), reason="the default differs on a machine with a GPU")
def test_default_checkpoint_name_without_gpu_is_nano() -> None:
    assert default_checkpoint_name() == "maskloop-nano"


def test_import_stays_free_of_torch() -> None:
    program = "import sys, inference.checkpoints as c; c.list_checkpoints(); c.default_checkpoint_name(); "
    program += "import inference.metrics, inference.training.scenes; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_check_weights_missing_says_where_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASKLOOP_HOME", str(tmp_path))
    with pytest.raises(CheckpointProblem, match=r"Run: \./maskloop manage fetch_model sam2\.1_hiera_tiny$"):
        check_weights(get_checkpoint("sam2.1_hiera_tiny"))


def test_check_weights_truncated_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASKLOOP_HOME", str(tmp_path))
    checkpoint = get_checkpoint("sam2.1_hiera_tiny")
    checkpoint.path.parent.mkdir()
    checkpoint.path.write_bytes(b"half")
    with pytest.raises(CheckpointProblem, match="4 bytes instead of 156008466"):
        load_predictor("sam2.1_hiera_tiny", "cpu")


def test_checkpoint_digest_of_nano_is_the_registered_one() -> None:
    checkpoint = get_checkpoint("maskloop-nano")
    assert checkpoint_digest("maskloop-nano") == checkpoint.digest
    assert hashlib.sha256(checkpoint.path.read_bytes()).hexdigest() == checkpoint.digest
    assert checkpoint.size_bytes <= 20 * 2**20


def test_load_model_other_weights_of_other_shape_says_they_do_not_fit(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    save_file({"weight": torch.zeros(2)}, tmp_path / "other.safetensors")
    with pytest.raises(CheckpointProblem, match="do not fit"):
        load_model("maskloop-nano", "cpu", weights=tmp_path / "other.safetensors")


def test_load_model_unreadable_weights_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.safetensors").write_bytes(b"not weights")
    with pytest.raises(CheckpointProblem, match="cannot be read"):
        load_model("maskloop-nano", "cpu", weights=tmp_path / "broken.safetensors")


def test_load_model_overrides_reach_the_model() -> None:
    assert load_model("maskloop-nano", "cpu", untrained=True, image_size=128).image_size == 128


def test_load_predictor_untrained_keeps_corrections_as_conditioning() -> None:
    predictor = load_predictor("maskloop-nano", "cpu", untrained=True)
    assert predictor.add_all_frames_to_correct_as_cond
    assert not predictor.training


class _Opens:
    """Pickled, it opens a file when it is loaded."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self._path), "w")


@pytest.mark.parametrize("kind", ["program", "noise", "empty"])
def test_load_model_pickle_with_a_program_is_refused_and_not_run(tmp_path: Path, kind: str) -> None:
    import torch

    path, trace = tmp_path / "weights.pt", tmp_path / "trace"
    if kind == "program":
        torch.save({"model": _Opens(trace)}, path)
    else:
        path.write_bytes(b"noise" * 99 if kind == "noise" else b"")
    with pytest.raises(CheckpointProblem, match=r"weights\.pt is not a file of weights alone"):
        load_model("sam2.1_hiera_tiny", "cpu", weights=path)
    assert not trace.exists()
