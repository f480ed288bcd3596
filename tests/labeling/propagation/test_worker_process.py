"""A gpu worker as a process of its own, on real Redis and Postgres, with the shipped weights."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from inference.rle import encode
from inference.types import Rle
from labeling.accounts.models import User
from labeling.jobs.leases import LEASE_S
from labeling.masklets.actions import draw_frame
from labeling.masklets.models import FrameHead, FrameMask, Masklet, Prediction
from labeling.masklets.queries import read_rle
from labeling.projects.models import Project
from labeling.propagation.actions import reap_jobs
from labeling.propagation.device.heartbeat import HANG_EXIT_CODE
from labeling.propagation.device.running_track import CHUNK_FRAMES
from labeling.propagation.models import GpuWorker, Propagation, SessionLease
from labeling.propagation.queries import describe_gpu_workers
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.factories.gpu_worker import REPOSITORY, GpuWorkerProcess, wait_until
from tests.factories.propagation import make_clip_video, make_masklet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ClientOf = Callable[[User | None], APIClient]
NUM_FRAMES = 110


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    return tmp_path / "home"


@pytest.fixture
def video(transactional_db: None, project: Project, home: Path) -> Video:
    return make_clip_video(num_frames=NUM_FRAMES, project=project)


@pytest.fixture
def masklet(video: Video, bob: User) -> Masklet:
    made = make_masklet(video, bob)
    draw_frame(masklet_id=made.pk, actor=bob, frame=0, rle=encode(draw_square(0)), state="present", base_version=None)
    return made


@pytest.fixture
def worker(home: Path, video: Video) -> Iterator[GpuWorkerProcess]:
    with GpuWorkerProcess("first", home=home) as process:
        yield process


def ask(client: APIClient, video: Video, masklet: Masklet) -> Propagation:
    body = {"masklets": [masklet.pk], "direction": "forward", "start": 0, "stop": NUM_FRAMES}
    answer = client.post(f"/api/videos/{video.pk}/propagations/", body, format="json")
    return Propagation.objects.get(pk=answer.json()["id"])


def click(client: APIClient, masklet: Masklet, *, frame: int) -> None:
    body = {"frame": frame, "kind": "point", "points": [[45, 35]], "labels": [1]}
    assert client.post(f"/api/masklets/{masklet.pk}/prompts/", body, format="json").status_code == 202


def wait_for_home(video: Video) -> str:
    """The worker that holds the video's session, which is said after the first answer."""
    wait_until(SessionLease.objects.filter(video=video).exists, what="the lease")
    return SessionLease.objects.get(video=video).worker


def has_status(propagation: Propagation, *statuses: str) -> bool:
    propagation.refresh_from_db()
    return propagation.status in statuses


def wait_for_a_chunk(propagation: Propagation) -> None:
    def has_chunk() -> bool:
        propagation.refresh_from_db()
        return propagation.frames_done > 0

    wait_until(has_chunk, what="the first chunk")
    assert propagation.status == "running"


def read_masks(masklet: Masklet) -> dict[int, tuple[str, Rle | None]]:
    rows = FrameHead.objects.select_related("rle").filter(masklet=masklet)
    return {row.frame: (row.state, read_rle(row.rle)) for row in rows}


def test_click_through_the_api_gives_a_mask(
    client_of: ClientOf, bob: User, masklet: Masklet, worker: GpuWorkerProcess, home: Path
):
    body = {"frame": 20, "kind": "point", "points": [[45, 35]], "labels": [1]}
    answer = client_of(bob).post(f"/api/masklets/{masklet.pk}/prompts/", body, format="json")
    assert answer.status_code == 202
    wait_until(lambda: Prediction.objects.get().status == "done", what="the mask")
    assert FrameHead.objects.get(masklet=masklet, frame=20).origin == "prompted"
    (row,) = describe_gpu_workers()
    assert (row["name"], row["device"]) == ("first", "cpu")
    wait_until(lambda: any((home / "features").glob("*/*/00000020.feat")), what="the frame's features on disk")


def test_worker_started_without_redis_answers_clicks(client_of: ClientOf, bob: User, masklet: Masklet, home: Path):
    with GpuWorkerProcess("alone", home=home, redis_url="redis://127.0.0.1:1/0") as worker:
        click(client_of(bob), masklet, frame=20)
        wait_until(lambda: FrameHead.objects.filter(masklet=masklet, frame=20).exists(), what="the mask")
        assert worker.terminate() == 0


def test_either_worker_serves_when_the_other_is_killed(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, home: Path
):
    with GpuWorkerProcess("one", home=home) as one, GpuWorkerProcess("two", home=home) as two:
        workers = {process.name: process for process in (one, two)}
        click(client_of(bob), masklet, frame=20)
        wait_until(lambda: FrameHead.objects.filter(masklet=masklet, frame=20).exists(), what="the first mask")
        first_home = wait_for_home(video)
        # While its home lives, it answers everything.
        for frame in (21, 22, 23):
            click(client_of(bob), masklet, frame=frame)
            wait_until(lambda frame=frame: FrameHead.objects.filter(masklet=masklet, frame=frame).exists())
        assert SessionLease.objects.get(video=video).worker == first_home
        workers.pop(first_home).kill()
        (survivor,) = workers
        click(client_of(bob), masklet, frame=24)
        took_s = wait_until(lambda: FrameHead.objects.filter(masklet=masklet, frame=24).exists(), what="the last mask")
        assert took_s < 15  # 300 ms, and the model's first load there
        wait_until(lambda: wait_for_home(video) == survivor, what="the move")


def test_restarted_worker_takes_its_job_up_at_once(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, worker: GpuWorkerProcess, home: Path
):
    propagation = ask(client_of(bob), video, masklet)
    wait_for_a_chunk(propagation)
    worker.kill()
    with GpuWorkerProcess("first", home=home):
        took_s = wait_until(lambda: has_status(propagation, "done"), what="the end of the propagation")
    assert (propagation.attempts, propagation.frames_done, took_s < LEASE_S) == (2, NUM_FRAMES, True)
    frames = list(FrameMask.objects.filter(masklet=masklet).order_by("frame").values_list("frame", flat=True))
    assert frames == list(range(NUM_FRAMES))


def test_killed_worker_is_followed_by_another(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, worker: GpuWorkerProcess, home: Path
):
    propagation = ask(client_of(bob), video, masklet)
    wait_for_a_chunk(propagation)
    worker.kill()
    propagation.refresh_from_db()
    done = propagation.frames_done
    assert 0 < done < NUM_FRAMES
    Propagation.objects.update(lease_expires_at="2020-01-01T00:00:00Z")  # 20 s later
    assert reap_jobs() == 1
    with GpuWorkerProcess("second", home=home):
        wait_until(lambda: has_status(propagation, "done"), what="the end of the propagation")
    assert (propagation.attempts, propagation.frames_done) == (2, NUM_FRAMES)
    frames = list(FrameMask.objects.filter(masklet=masklet).order_by("frame").values_list("frame", flat=True))
    assert frames == list(range(NUM_FRAMES))
    resumed = read_masks(masklet)

    # The same propagation without a kill gives the same masks.
    with GpuWorkerProcess("third", home=home):
        again = ask(client_of(bob), video, masklet)
        wait_until(lambda: has_status(again, "done"), what="the second propagation")
    assert read_masks(masklet) == resumed
    chunks = propagation.operation.versions.values_list("ranges", flat=True)
    assert max(stop - start for ranges in chunks for start, stop in ranges) <= CHUNK_FRAMES


def test_stopped_worker_gives_its_job_back(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, worker: GpuWorkerProcess
):
    propagation = ask(client_of(bob), video, masklet)
    wait_for_a_chunk(propagation)
    assert worker.terminate() == 0
    propagation.refresh_from_db()
    assert (propagation.status, propagation.attempts) == ("queued", 0)
    assert not GpuWorker.objects.exists()


def test_cancel_reaches_a_running_track(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, worker: GpuWorkerProcess
):
    propagation = ask(client_of(bob), video, masklet)
    wait_for_a_chunk(propagation)
    client_of(bob).delete(f"/api/propagations/{propagation.pk}/")
    took_s = wait_until(lambda: has_status(propagation, "cancelled"), what="the end")
    assert took_s < 5
    assert sorted(read_masks(masklet)) == list(range(propagation.frames_done))


HANG = """
import django, threading, time
django.setup()
from inference.sessions import Sessions
from labeling.propagation.device.heartbeat import Watchdog
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.device.writer import Writer
loop = DeviceLoop(worker="stuck", sessions=Sessions(device="cpu"), outgoing=Outgoing(), writer=Writer())
loop._step_began = time.monotonic()
Watchdog(loop, threading.Event(), hang_s=0.2).start()
time.sleep(60)
"""


def test_hanging_step_ends_the_process():
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", HANG], cwd=REPOSITORY, check=False, timeout=60)
    assert ended.returncode == HANG_EXIT_CODE
    assert time.monotonic() - began < 50
