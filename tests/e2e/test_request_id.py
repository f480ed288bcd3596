"""One click, followed by its request id through the logs of the real processes."""

from pathlib import Path

import pytest

from tests.e2e.clip import click_point, true_masks, write_clip
from tests.e2e.product import Product, expect, upload_video, wait_until
from tests.e2e.test_story_api import create_project

CLICK = "the-click-of-this-test"
UPLOAD = "the-upload-of-this-test"


def find_lines(product: Product, log: str, request_id: str) -> list[str]:
    return [line for line in (product.home / "logs" / log).read_text().splitlines() if f"[{request_id}]" in line]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")


def test_click_has_one_request_id_from_web_to_the_gpu_worker(product: Product, clip: Path):
    admin = product.api("admin")
    project, labels = create_project(admin)
    admin.headers["X-Request-Id"] = UPLOAD
    video = upload_video(admin, project=project, path=clip)
    masklet = expect(admin.post(f"/api/videos/{video}/masklets/", json={"label": labels[0]}), 201)["id"]

    admin.headers["X-Request-Id"] = CLICK
    body = {"frame": 0, "kind": "point", "points": [list(click_point(true_masks(0)[0]))], "labels": [1]}
    answer = admin.post(f"/api/masklets/{masklet}/prompts/", json=body)
    assert (answer.status_code, answer.headers["X-Request-Id"]) == (202, CLICK)

    # The line is written once the answer has gone out.
    (asked,) = wait_until(lambda: find_lines(product, "web.log", CLICK), "web's line", 30)
    assert f"POST /api/masklets/{masklet}/prompts/ 202" in asked
    answered = wait_until(lambda: find_lines(product, "gpu.log", CLICK), "the gpu worker's line", 30)
    assert [line for line in answered if "prediction " in line and " ms" in line] == answered[-1:]
    assert asked.split("] user ")[1].split(":")[0] == answered[-1].split("] user ")[1].split(":")[0]
    ingested = wait_until(lambda: find_lines(product, "media.log", UPLOAD), "the media worker's line", 30)
    assert any(f"video {video}: ingest over" in line for line in ingested)


def test_no_log_of_the_product_has_a_secret(product: Product):
    secrets = [(product.home / "secret_key").read_text().strip()]
    secrets += [word for login in product.logins.values() for word in (login.password, login.token)]
    logs = {path.name: path.read_text() for path in (product.home / "logs").glob("*.log")}
    assert "web.log" in logs
    found = [(name, number) for name, text in logs.items() for number, secret in enumerate(secrets) if secret in text]
    assert found == []
