"""Media in a real S3-compatible server, empty for every test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from labeling.videos import stills
from tests.factories.s3 import S3Server
from tests.labeling.propagation.conftest import model

__all__ = ["model"]


@pytest.fixture(scope="module")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    server = S3Server(tmp_path_factory.mktemp("s3") / "buckets")
    yield server
    server.stop()


@pytest.fixture
def s3(s3_server: S3Server, settings: Any, tmp_path: Path) -> S3Server:
    s3_server.start()
    s3_server.empty()
    settings.STORAGES = {**settings.STORAGES, "default": s3_server.options()}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_CACHE = tmp_path / "copies"
    stills._readers.clear()
    return s3_server
