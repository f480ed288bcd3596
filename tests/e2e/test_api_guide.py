"""The API guide is run as it stands: its shell blocks in order, and its Python script."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.clip import NUM_FRAMES, click_point, true_masks, write_clip
from tests.e2e.product import REPOSITORY, Product

GUIDE = REPOSITORY / "docs" / "api"
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "clip.mp4")


def count_exported(archive: Path) -> tuple[int, int]:
    """How many objects and annotated frames the one annotation in an export has."""
    with zipfile.ZipFile(archive) as file:
        annotation = json.loads(file.read(file.namelist()[0]))
    return annotation["masklet_num"], len(annotation["masklet"])


def run(command: Sequence[str | Path], *, cwd: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, check=False, cwd=cwd, env=env, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_guides_shell_blocks_go_from_upload_to_export(product: Product, clip: Path, tmp_path: Path):
    x, y = click_point(true_masks(0)[0])
    script = "set -euo pipefail\n" + "\n".join(SHELL_BLOCK.findall((GUIDE / "README.md").read_text()))
    logins = str(product.home / "logins.json")
    told = {"URL": product.url, "LOGINS": logins, "CLIP": str(clip), "X": str(x), "Y": str(y)}

    run(["bash", "-c", script], cwd=tmp_path, env=os.environ | told)

    assert count_exported(tmp_path / "export.zip") == (1, len(range(0, NUM_FRAMES, 4)))


def test_the_guides_python_script_goes_from_upload_to_export(product: Product, clip: Path, tmp_path: Path):
    script = GUIDE / "story.py"
    x, y = click_point(true_masks(0)[0])
    words = [product.url, product.home / "logins.json", clip, x, y, tmp_path / "export.zip"]

    run([sys.executable, script, *map(str, words)], cwd=tmp_path, env=dict(os.environ))

    assert count_exported(tmp_path / "export.zip") == (1, len(range(0, NUM_FRAMES, 4)))
    assert len([line for line in script.read_text().splitlines() if line]) <= 40
