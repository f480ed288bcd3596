import re
import shutil
import subprocess

import pytest

from backend.services.health_check import find_page
from backend.services.installation import REPOSITORY
from tests.deploy.files import DEPLOY

DOCKERFILE = DEPLOY / "images" / "Dockerfile"
LINES = DOCKERFILE.read_text().replace("\\\n", " ").splitlines()
BUILDERS = ("gcc", "g++", "npm", "apt-get", "pip install")


def read_stages() -> dict[str, list[str]]:
    stages: dict[str, list[str]] = {}
    for line in LINES:
        if (found := re.match(r"FROM (\S+) AS (\S+)", line)) is not None:
            stages[found[2]] = [*stages.get(found[1], [])]
        elif stages:
            stages[[*stages][-1]].append(line.strip())
    return stages


STAGES = read_stages()


@pytest.mark.parametrize("image", ["app", "gpu"])
def test_image_runs_as_nobody_special_without_what_built_it(image: str):
    lines = [line for line in STAGES[image] if line and not line.startswith("#")]
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]
    assert [line for line in lines if any(word in line for word in BUILDERS)] == []
    assert 'ENTRYPOINT ["python", "-m", "backend.services.roles"]' in lines
    assert any("backend.services.health_check" in line for line in lines)


def test_what_is_copied_exists_and_is_let_through():
    copied = [line.split()[1:-1] for line in LINES if line.startswith("COPY ") and "--from" not in line]
    sources = {source for words in copied for source in words}
    assert [source for source in sources if not (REPOSITORY / source).exists()] == []
    ignored = (DEPLOY / "images" / "Dockerfile.dockerignore").read_text().splitlines()
    assert ignored[1] == "*"
    assert {source.split("/")[0] for source in sources} == {line[1:] for line in ignored if line.startswith("!")}


def test_torch_is_in_the_gpu_image_alone():
    assert not any("torch==" in line for line in STAGES["app"] + STAGES["app-packages"])
    assert any("torch==" in line for line in STAGES["gpu-packages"])


@pytest.mark.parametrize(
    ("environment", "page"),
    [
        ({"MASKLOOP_ROLE": "web", "MASKLOOP_METRICS_PORT": "0"}, "http://127.0.0.1:8000/readyz"),
        ({"MASKLOOP_ROLE": "gpu", "MASKLOOP_METRICS_PORT": "9100"}, "http://127.0.0.1:9100/metrics"),
        ({"MASKLOOP_ROLE": "gpu"}, ""),
    ],
)
def test_health_check_asks_what_the_role_answers(environment: dict[str, str], page: str):
    assert find_page(environment) == page


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="hadolint is not on this machine")
def test_linter_finds_nothing():
    assert subprocess.run(["hadolint", DOCKERFILE], capture_output=True, text=True, check=False).stdout == ""
