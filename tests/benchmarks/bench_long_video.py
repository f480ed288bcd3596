"""A two-hour video through ingest and API: what it costs in time, memory and bytes, and that no frame is misplaced."""

import gzip
import itertools
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import django
import numpy as np

from backend.services.benchmarks import Row
from labeling.videos.frame_numbers import LARGEST_NUMBER, burn_in, read_burned_in
from tests.benchmarks.bench_version_storage import scratch_database

if TYPE_CHECKING:
    from labeling.videos.models import Video

NAME = "long-video"
SUMMARY = "a two-hour video of 216,000 frames: ingest, memory, progress, the frame table, single frames"
FPS = 30
TWO_HOURS = 2 * 3600 * FPS
SHORT_FRAMES = 1200
SIZE = (96, 160)
SAMPLES = 300
MB = 1024**2


def run(short: bool) -> list[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    num_frames = SHORT_FRAMES if short else TWO_HOURS
    with _media_folder() as folder, scratch_database():
        path = render(folder / "long.mp4", num_frames)
        before_mb = _peak_mb(resource.RUSAGE_SELF)
        started = time.monotonic()
        video = ingest(path)
        seconds = time.monotonic() - started
        return [
            Row("frames in the file", num_frames, "frames"),
            Row("frames missing from the table", num_frames - video.num_frames, "frames", "== 0"),
            Row("ingest", seconds, "s"),
            Row("ingest, 1,000 frames", 1000 * seconds / num_frames, "s"),
            Row("largest ingest child, no more than", _peak_mb(resource.RUSAGE_CHILDREN), "MB", "<= 1024"),
            Row("growth of the media worker", _peak_mb(resource.RUSAGE_SELF) - before_mb, "MB", "<= 256"),
            *measure_progress(video),
            *measure_api(video),
            *measure_frames(video),
        ]


def render(path: Path, num_frames: int) -> Path:
    """Small grey pictures, each with its number, which begins anew after LARGEST_NUMBER."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(FPS), options={"crf": "20", "preset": "ultrafast"})
        stream.height, stream.width = SIZE
        stream.pix_fmt = "yuv420p"
        picture = np.full((*SIZE, 3), 90, dtype=np.uint8)
        for index in range(num_frames):
            burn_in(picture, index % (LARGEST_NUMBER + 1))
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def ingest(path: Path) -> "Video":
    import backend.celery_app  # noqa: F401 - so that messages find Redis
    from labeling.videos import actions, tasks
    from tests.factories.accounts import UserFactory
    from tests.factories.projects import ProjectFactory

    video = actions.create_video_from_path(
        project=ProjectFactory(), path=path, name="long.mp4", actor=UserFactory(is_staff=True)
    )
    tasks.ingest(video.pk)
    video.refresh_from_db()
    if video.status != "ready":
        raise RuntimeError(video.problem)
    return video


def measure_progress(video: "Video") -> list[Row]:
    from labeling.events.models import Event

    events = list(Event.objects.filter(video_id=video.pk).order_by("seq"))
    told = [(event.at, event.payload["video"]) for event in events]
    ready_at = told[-1][0]
    halves = [(at, state) for at, state in told if state["status"] == "ingesting" and state["progress"] >= 0.5]
    rows = [Row("progress events", len(told), "events", "<= 105")]
    if halves and halves[0][1]["eta_s"] is not None:
        at, state = halves[0]
        left_s = (ready_at - at).total_seconds()
        rows.append(Row("estimate at half time, off by", 100 * abs(state["eta_s"] - left_s) / left_s, "%"))
    return rows


def measure_api(video: "Video") -> list[Row]:
    from rest_framework.test import APIClient

    from labeling.projects.models import Membership
    from tests.factories.projects import MembershipFactory

    client = APIClient(SERVER_NAME="127.0.0.1")
    client.force_authenticate(MembershipFactory(project=video.project, role=Membership.Role.ADMIN).user)
    # The first request loads the routes.
    client.get(f"/api/videos/{video.pk}/")
    started = time.monotonic()
    table = client.get(f"/api/videos/{video.pk}/frames/")
    seconds = time.monotonic() - started
    return [
        Row("frame table through the API", len(table.content) / MB, "MB", "<= 4"),
        Row("the same compressed", len(gzip.compress(table.content, 6)) / MB, "MB"),
        Row("frame table through the API, time", seconds, "s", "<= 3"),
        Row("poster", _time(client, f"/api/videos/{video.pk}/poster.jpg"), "s", "<= 1"),
        Row(
            "last frame as a still",
            _time(client, f"/api/videos/{video.pk}/frames/{video.num_frames - 1}.jpg"),
            "s",
            "<= 3",
        ),
    ]


def measure_frames(video: "Video") -> list[Row]:
    """Frames at random places, by their burned-in numbers."""
    from labeling.videos.stills import open_reader

    reader = open_reader(video)
    chosen = sorted(random.Random(7).sample(range(video.num_frames), min(SAMPLES, video.num_frames)))
    wrong = sum(read_burned_in(reader.read(index)) != index % (LARGEST_NUMBER + 1) for index in chosen)
    uneven = sum(later <= earlier for earlier, later in itertools.pairwise(reader.pts))
    return [
        Row(f"wrong frames among {len(chosen)} at random places", wrong, "frames", "== 0"),
        Row("times out of order", uneven, "frames", "== 0"),
    ]


def _time(client: Any, url: str) -> float:
    started = time.monotonic()
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url}: {answer.status_code}")
    return time.monotonic() - started


def _peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


@contextmanager
def _media_folder() -> Iterator[Path]:
    from django.conf import settings

    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    kept = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = path / "media"
    settings.MEDIA_ROOT.mkdir()
    try:
        yield path
    finally:
        settings.MEDIA_ROOT = kept
        shutil.rmtree(path)
