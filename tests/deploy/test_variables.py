"""Everything that deploy/ sets is read by somebody, and everything that is read is described for operators."""

import re
from pathlib import Path

from backend.services.installation import REPOSITORY
from tests.deploy.files import DEPLOY, VARIABLE

READ = re.compile(
    r"""(?:read_\w+\(\s*|environ(?:ment)?(?:\.get\(|\.setdefault\(|\[)|FILE_OF\()["']([A-Z][A-Z0-9_]+)["']"""
)
SECRET = re.compile(r"""read_(?:secret|database|redis)\(\s*["']([A-Z0-9_]+)["']""")
# Of compose.yaml itself, which Docker fills in.
OF_COMPOSE = {
    "MASKLOOP_VERSION", "MASKLOOP_HOSTNAME", "MASKLOOP_ORIGIN", "MASKLOOP_HTTP_PORT", "MASKLOOP_HTTPS_PORT",
    "MASKLOOP_WEB_CPUS", "MASKLOOP_MEDIA_CPUS", "MASKLOOP_GPU_CPUS",
}  # fmt: skip
# Set by the launcher, the images or the tests for the processes they start.
NOT_FOR_OPERATORS = {"MASKLOOP_TEST_DATABASE"}


def list_sources() -> list[Path]:
    return [path for folder in ("backend", "labeling", "inference") for path in (REPOSITORY / folder).rglob("*.py")]


def list_read(pattern: re.Pattern[str]) -> set[str]:
    return {name for path in list_sources() for name in pattern.findall(path.read_text()) if VARIABLE.fullmatch(name)}


def list_used() -> set[str]:
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".md"]
    return {name for path in files for name in VARIABLE.findall(path.read_text())}


def test_everything_that_deploy_sets_is_read():
    files = {f"{name}_FILE" for name in list_read(SECRET)}
    assert list_used() - list_read(READ) - files - OF_COMPOSE == set()


def test_everything_that_is_read_is_described():
    described = {name for page in DEPLOY.glob("*.md") for name in VARIABLE.findall(page.read_text())}
    assert list_read(READ) - described - NOT_FOR_OPERATORS == set()
