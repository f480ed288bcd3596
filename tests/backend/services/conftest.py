"""An installation of each test's own, with nothing left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.services.installation import Installation, open_installation
from backend.services.running import SERVICES, stop_services


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    for service in SERVICES:
        monkeypatch.delenv(service.variable, raising=False)
    monkeypatch.delenv("MASKLOOP_SECRET_KEY", raising=False)
    installation = open_installation(tmp_path / "home")
    yield installation
    stop_services(installation)
    shutil.rmtree(installation.services, ignore_errors=True)
    shutil.rmtree(installation.sockets, ignore_errors=True)
