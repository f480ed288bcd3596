"""What Prometheus reads, and who may read it."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client, override_settings
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from backend.asgi import application
from labeling.accounts.models import User
from labeling.masklets.actions.predictions import request_prediction
from labeling.masklets.models import Operation, Prediction
from labeling.propagation.actions import announce_worker
from labeling.tracing import traced
from tests.e2e.product import REPOSITORY, find_free_port, wait_until
from tests.factories.masklets import MaskletFactory

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
TOKEN = "a-token-for-prometheus"
pytestmark = pytest.mark.django_db


def parse(text: str) -> Samples:
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for sample in samples}


def scrape(**headers: Any) -> Samples:
    answer = Client(headers=headers).get("/metrics")
    assert answer.status_code == 200
    return parse(answer.content.decode())


def count_requests(samples: Samples, **labels: str) -> float:
    return samples.get(("maskloop_http_request_seconds_count", tuple(sorted(labels.items()))), 0.0)


def test_only_this_machine_may_read_without_a_token():
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 404
    passed_on = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "192.0.2.7"})
    assert passed_on.get("/metrics").status_code == 404


@override_settings(METRICS_TOKEN=TOKEN)
def test_only_the_token_opens_where_there_is_one():
    given = [None, "Bearer wrong", f"Token {TOKEN}", f"Bearer {TOKEN}"]
    clients = [Client(REMOTE_ADDR="192.0.2.7", headers={"Authorization": word} if word else {}) for word in given]
    assert [client.get("/metrics").status_code for client in clients] == [404, 404, 404, 200]
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404


@pytest.mark.parametrize("page", ["/healthz", "/readyz", "/metrics"])
@override_settings(SECURE_SSL_REDIRECT=True)
def test_probes_call_an_address_and_no_host_name(page: str):
    assert Client(headers={"Host": "10.1.2.3:8000"}).get(page).status_code == 200
    assert Client(headers={"Host": "10.1.2.3:8000"}).get("/statusz").status_code == 400


async def test_requests_are_measured_by_the_template_of_their_route():
    def read() -> list[float]:
        samples = parse(generate_latest().decode())
        return [
            count_requests(samples, method="GET", route="api/schema/", status="200"),
            count_requests(samples, method="OTHER", route="page", status="403"),
        ]

    before = read()
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as web:
        await web.get("/api/schema/")
        await web.request("INVENTED", "/made-up/")
    assert [after - was for after, was in zip(read(), before, strict=True)] == [1.0, 1.0]


def test_queues_are_counted_from_postgres(bob: User):
    before = scrape()
    masklet = MaskletFactory.create(author=bob)
    operation = Operation.objects.create(video=masklet.video, author=bob, kind=Operation.Kind.PROMPT)
    with traced("click-12345678"):
        request_prediction(masklet=masklet, operation=operation, frame=0)
    announce_worker(name="gpu1", model="nano", device="cpu")
    after = scrape()
    kind = (("kind", "prediction"),)
    assert (before["maskloop_jobs_waiting", kind], after["maskloop_jobs_waiting", kind]) == (0, 1)
    assert (before["maskloop_oldest_wait_seconds", kind], after["maskloop_oldest_wait_seconds", kind] > 0) == (0, True)
    assert [after[f"maskloop_{name}", ()] for name in ("gpu_workers_alive", "postgres_up", "redis_up")] == [1, 1, 1]
    assert Prediction.objects.get().request_id == "click-12345678"


COUNT = "from labeling.metrics import FRAMES_TRACKED, WEBSOCKETS_OPEN as w; FRAMES_TRACKED.inc(5); w.inc(); "
READ = "from backend.metrics import find_registry, generate_latest; print(generate_latest(find_registry()).decode())"
SET_UP = "import django; django.setup(); "


def test_processes_that_share_an_address_are_counted_together(tmp_path: Path):
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "backend.settings",
    }

    def run(code: str) -> str:
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=REPOSITORY, env=environment, check=True, capture_output=True, text=True
        ).stdout

    run(COUNT)
    samples = parse(run(COUNT + SET_UP + READ))
    assert samples["maskloop_frames_tracked_total", ()] == 10
    # The first process is gone, and what it had open with it.
    assert samples["maskloop_websockets_open", ()] == 1


def test_worker_serves_its_own_figures(tmp_path: Path):
    port = find_free_port()
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "backend.celery_app",
        "beat",
        "-s",
        str(tmp_path / "s"),
        "--pidfile=",
    ]
    environment = {**os.environ, "MASKLOOP_ROLE": "beat", "MASKLOOP_METRICS_PORT": str(port)}
    with (tmp_path / "log").open("wb") as log:
        beat = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
    try:
        text = wait_until(lambda: _read(f"http://127.0.0.1:{port}/metrics"), "beat's metrics", 60)
    finally:
        beat.terminate()
        beat.wait(20)
    assert ("maskloop_frames_tracked_total", ()) in parse(text)


def _read(url: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""
