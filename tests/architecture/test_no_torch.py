"""Web, media worker and beat fork, restart and scale without torch: CUDA breaks in forked children, and torch alone
is half a second and 300 MB."""

import json
import os
import subprocess
import sys

import pytest

from backend.services.installation import REPOSITORY

# boto3 is there for who keeps media in S3, and costs nobody else anything.
HEAVY = ("torch", "torchvision", "sam2", "tensordict", "boto3")
REPORT = f"import json, sys; print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"

PROCESSES = {
    "web": "import backend.asgi; from django.urls import get_resolver; get_resolver().url_patterns",
    "media": "from backend.celery_app import app; app.loader.import_default_modules(); app.finalize()",
    "beat": "from backend.celery_app import app; app.loader.import_default_modules(); app.finalize()",
}


def find_heavy_modules(role: str, code: str) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}\n{REPORT}"],
        cwd=REPOSITORY, env={**os.environ, "MASKLOOP_ROLE": role}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.parametrize("role", sorted(PROCESSES))
def test_process_imports_no_torch(role: str):
    assert find_heavy_modules(role, PROCESSES[role]) == []


def test_gpu_worker_imports_torch():
    """Shows that the test above could fail: the same imports under the gpu worker's role do bring torch."""
    assert "torch" in find_heavy_modules("gpu", PROCESSES["media"])
