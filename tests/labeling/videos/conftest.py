"""A media folder of its own for every test, and videos made by real ingests."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.frames import ProxyReader
from labeling.accounts.models import User
from labeling.jobs.leases import claim_next
from labeling.projects.models import Project
from labeling.videos import actions, stills
from labeling.videos import models as video_models
from labeling.videos.frame_numbers import read_burned_in
from labeling.videos.ingest.supervise import Caps, IngestOutput, run_child
from labeling.videos.models import Video
from tests.media.numbered import numbered_clip

CAPS = Caps(max_frames=5000, max_pixels=8192 * 4320, cpu_s=60, memory_bytes=2 * 1024**3)

Ingest = Callable[..., IngestOutput]


def read_numbers(output: IngestOutput) -> list[int]:
    """The numbers burned into every frame of an ingest's proxy, in the frame table's order."""
    size = (output.finished.height, output.finished.width)
    with ProxyReader(output.proxy, size=size, pts=output.pts) as reader:
        return [read_burned_in(reader.read(index)) for index in range(len(reader))]


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    stills._readers.clear()
    return settings.MEDIA_ROOT


@pytest.fixture
def ingest_file(tmp_path: Path) -> Ingest:
    """`ingest_file(path)` runs the real child on a file, without a database."""
    scratch = tmp_path / "scratch"

    def ingest(path: Path, caps: Caps = CAPS) -> IngestOutput:
        scratch.mkdir()
        return run_child(
            original=path, scratch=scratch, caps=caps, on_progress=lambda _: None, should_stop=lambda: False
        )

    return ingest


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> IngestOutput:
    """What the real child made of a numbered clip of 60 frames, 321 × 181 pixels."""
    folder = tmp_path_factory.mktemp("ingested")
    original = numbered_clip(folder / "clip.mkv", size=(181, 321), pix_fmt="yuv444p")
    scratch = folder / "scratch"
    scratch.mkdir()
    return run_child(
        original=original, scratch=scratch, caps=CAPS, on_progress=lambda _: None, should_stop=lambda: False
    )


@pytest.fixture
def ready_video(db: Any, project: Project, alice: User, ingested: IngestOutput, tmp_path: Path) -> Video:
    """A video of that clip, with its files."""
    video = actions.create_video_from_path(project=project, path=ingested.proxy, name="clip.mkv", actor=alice)
    job = claim_next(video_models.Ingest.objects.filter(video=video), owner="test")
    assert job is not None
    copies = [Path(shutil.copy(path, tmp_path)) for path in (ingested.proxy, ingested.poster)]
    output = replace(ingested, proxy=copies[0], poster=copies[1])
    actions.finish_ingest(job_id=job.pk, token=job.lease_token, output=output, original_sha256="")
    video.refresh_from_db()
    return video
