"""`check_inference`: what it says where the model works, and the sentence for each way in which it does not."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from django.core.management import CommandError, call_command

from inference import checkpoints
from inference.checkpoints import get_checkpoint, load_predictor
from labeling.propagation.device.self_test import SelfTestFailed, check_model

NANO = "maskloop-nano"


def check(*words: str) -> list[str]:
    said = io.StringIO()
    call_command("check_inference", *words, stdout=said)
    return said.getvalue().splitlines()


def test_shipped_model_works():
    said = check("--device", "cpu")
    assert [line.partition(" s  ")[2].partition(":")[0].partition(",")[0] for line in said[:-1]] == [
        "found cpu",
        f"loaded {NANO}",
        "first click",
        "second click on the same frame",
        "tracked 7 frames",
    ]
    assert said[-1] == f"{NANO} works on this machine."
    assert all(float(line.split()[0]) >= 0 for line in said[:-1])


def test_unknown_model_says_which_there_are():
    with pytest.raises(
        CommandError, match=r"There is no model “sam3”\. Choose one of: maskloop-nano, sam2\.1_hiera_tiny"
    ):
        check("--model", "sam3")


def test_missing_weights_say_how_to_fetch_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MASKLOOP_HOME", str(tmp_path))
    with pytest.raises(
        CommandError, match=r"not on this machine\. Run: \./maskloop manage fetch_model sam2\.1_hiera_large"
    ):
        check("--model", "sam2.1_hiera_large")


def test_half_a_file_says_to_fetch_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MASKLOOP_HOME", str(tmp_path))
    path = get_checkpoint("sam2.1_hiera_tiny").path
    path.parent.mkdir()
    path.write_bytes(b"half")
    with pytest.raises(CommandError, match=r"have 4 bytes instead of 156008466\. Delete .* and run"):
        check("--model", "sam2.1_hiera_tiny")


def test_other_bytes_say_how_to_restore_the_shipped_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copied = shutil.copy(get_checkpoint(NANO).path, tmp_path / get_checkpoint(NANO).file)
    content = bytearray(Path(copied).read_bytes())
    content[-1] ^= 1
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / get_checkpoint(NANO).file).write_bytes(content)
    monkeypatch.setattr(checkpoints, "_HERE", tmp_path)
    with pytest.raises(CommandError, match=r"their SHA-256 differs\. Restore it with: git checkout"):
        check("--model", NANO)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
@pytest.mark.parametrize("device", ["cuda", "cuda:1"])
def test_asked_for_a_gpu_that_is_not_there(device: str):
    with pytest.raises(CommandError, match=r"PyTorch sees no GPU here: .* or ask for --device cpu"):
        check("--device", device)


def test_unknown_device():
    with pytest.raises(CommandError, match="There is no device “tpu”: ask for cpu, cuda or cuda:1"):
        check("--device", "tpu")


def test_no_memory_says_to_choose_a_smaller_model():
    def exhaust(name: str, device: str) -> Any:
        return torch.empty(1 << 52, dtype=torch.uint8)  # more than any machine has: the allocator itself refuses

    with pytest.raises(SelfTestFailed, match=f"{NANO} does not fit into the memory of this machine"):
        list(check_model(NANO, device="cpu", load=exhaust))


def test_untrained_weights_are_found_out():
    torch.manual_seed(7)

    def load(name: str, device: str) -> Any:
        return load_predictor(name, device, untrained=True)

    with pytest.raises(
        SelfTestFailed, match=r"runs, but its first click gave a mask that has .* these weights are not"
    ):
        list(check_model(NANO, device="cpu", load=load))
