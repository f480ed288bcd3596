"""The story of a project through the REST API alone, with tokens, as the wire contract has it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from inference.rle import decode, iou
from inference.types import Rle
from tests.e2e.clip import NUM_FRAMES, click_point, true_masks, write_clip
from tests.e2e.product import REAL_CLIPS, Product, expect, upload_video, wait_until

COLORS = ("#E69F00", "#56B4E9")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")


def create_project(admin: httpx.Client) -> tuple[int, list[int]]:
    project = expect(admin.post("/api/projects/", json={"name": "Through the API"}), 201)["id"]
    labels = [
        expect(admin.post(f"/api/projects/{project}/labels/", json={"name": f"thing {n}", "color": color}), 201)["id"]
        for n, color in enumerate(COLORS)
    ]
    for role in ("annotator", "reviewer"):
        expect(admin.post(f"/api/projects/{project}/members/", json={"username": role, "role": role}), 201)
    return project, labels


def click(client: httpx.Client, masklet: int, frame: int, xy: tuple[int, int], label: int = 1) -> None:
    body = {"frame": frame, "kind": "point", "points": [list(xy)], "labels": [label]}
    expect(client.post(f"/api/masklets/{masklet}/prompts/", json=body), 202)


def read_masks(client: httpx.Client, masklet: int, start: int = 0, stop: int = NUM_FRAMES) -> dict[int, dict[str, Any]]:
    page = expect(client.get(f"/api/masklets/{masklet}/masks/", params={"start": start, "stop": stop}))
    return {mask["frame"]: mask for mask in page["masks"]}


def wait_for_mask(client: httpx.Client, masklet: int, frame: int, newer_than: int = 0) -> Rle:
    def look() -> Rle | None:
        mask = read_masks(client, masklet, frame, frame + 1).get(frame)
        if mask is None or mask["version"] <= newer_than or mask["rle"] is None:
            return None
        return Rle(size=tuple(mask["rle"]["size"]), counts=mask["rle"]["counts"])

    return wait_until(look, f"a mask of masklet {masklet} on frame {frame}", 60)


def propagate(client: httpx.Client, video: int, masklets: list[int], **body: Any) -> dict[str, Any]:
    asked = {"masklets": masklets, "direction": "forward", "start": 0, "stop": NUM_FRAMES, **body}
    created = expect(client.post(f"/api/videos/{video}/propagations/", json=asked), 201)

    def look() -> dict[str, Any] | None:
        state: dict[str, Any] = expect(client.get(f"/api/propagations/{created['id']}/"))
        return state if state["status"] in {"done", "failed", "cancelled"} else None

    return wait_until(look, "the propagation is over", 180)


def test_project_goes_from_upload_to_export_through_the_api(product: Product, clip: Path):
    admin, annotator, reviewer = (product.api(role) for role in ("admin", "annotator", "reviewer"))
    project, labels = create_project(admin)
    video = upload_video(admin, project=project, path=clip)
    assert expect(annotator.get(f"/api/videos/{video}/"))["num_frames"] == NUM_FRAMES
    assert len(expect(annotator.get(f"/api/videos/{video}/frames/"))["pts"]) == NUM_FRAMES

    # Two clicks on two objects give two masks, each on its object.
    truth = true_masks(0)[:2]
    masklets = [
        expect(annotator.post(f"/api/videos/{video}/masklets/", json={"label": label}), 201)["id"] for label in labels
    ]
    for masklet, mask in zip(masklets, truth, strict=True):
        click(annotator, masklet, 0, click_point(mask))
    first, second = (wait_for_mask(annotator, masklet, 0) for masklet in masklets)
    assert iou(first, second) < 0.2

    done = propagate(annotator, video, masklets, direction="both")
    assert (done["status"], done["frames_done"]) == ("done", done["frames_total"])
    assert all(len(read_masks(annotator, masklet)) == NUM_FRAMES for masklet in masklets)

    # A correction in the middle stays when its surroundings are propagated again.
    middle = NUM_FRAMES // 2
    before = read_masks(annotator, masklets[0], middle, middle + 1)[middle]
    click(annotator, masklets[0], middle, click_point(true_masks(middle)[0]))
    corrected = wait_for_mask(annotator, masklets[0], middle, newer_than=before["version"])
    assert propagate(annotator, video, masklets[:1])["status"] == "done"
    after = read_masks(annotator, masklets[0], middle, middle + 1)[middle]
    assert (after["origin"], after["rle"]["counts"]) == ("prompted", corrected.counts)

    submitted = expect(annotator.post(f"/api/masklets/{masklets[0]}/submit/"))
    assert submitted["status"] == "submitted"
    whole = {"version": submitted["submitted_version"], "start": 0, "stop": NUM_FRAMES}
    rejection = {**whole, "decision": "unsatisfactory", "comment": "The edge is off."}
    expect(reviewer.post(f"/api/masklets/{masklets[0]}/reviews/", json=rejection), 201)
    returned = expect(annotator.get("/api/inbox/"))["returned"]
    assert [(item["masklet"]["id"], item["comment"]) for item in returned] == [(masklets[0], "The edge is off.")]

    again = expect(annotator.post(f"/api/masklets/{masklets[0]}/submit/"))
    approval = {**whole, "version": again["submitted_version"], "decision": "satisfactory", "comment": ""}
    expect(reviewer.post(f"/api/masklets/{masklets[0]}/reviews/", json=approval), 201)
    assert expect(annotator.get(f"/api/masklets/{masklets[0]}/"))["status"] == "approved"
    body = {"frame": 0, "kind": "point", "points": [[5, 5]], "labels": [1]}
    assert annotator.post(f"/api/masklets/{masklets[0]}/prompts/", json=body).status_code == 409

    asked = {"format": "sav", "scope": "approved", "ann_every": 4}
    export = expect(admin.post(f"/api/projects/{project}/exports/", json=asked), 201)
    archive = zipfile.ZipFile(io.BytesIO(admin.get(export["url"]).content))
    assert archive.namelist() == ["numbered_manual.json", "numbered_objects.json"]
    annotation = json.loads(archive.read("numbered_manual.json"))
    assert (annotation["masklet_num"], len(annotation["masklet"])) == (1, len(range(0, NUM_FRAMES, 4)))
    exported = Rle(size=tuple(annotation["masklet"][0][0]["size"]), counts=annotation["masklet"][0][0]["counts"])
    assert (decode(exported) == decode(first)).all()


def test_socket_replays_what_happened_and_then_tells_what_happens(product: Product, clip: Path):
    admin, annotator = product.api("admin"), product.api("annotator")
    project, labels = create_project(admin)
    video = upload_video(admin, project=project, path=clip)
    masklet = expect(annotator.post(f"/api/videos/{video}/masklets/", json={"label": labels[0]}), 201)["id"]
    address = f"{product.url.replace('http', 'ws')}/ws/videos/{video}/?after=0"
    token = {"Authorization": f"Token {product.logins['reviewer'].token}"}
    with connect(address, additional_headers=token, proxy=None) as socket:
        hello = json.loads(socket.recv(10))
        events = [json.loads(socket.recv(10))["event"] for _ in range(hello["last_seq"])]
        assert [event["seq"] for event in events] == list(range(1, hello["last_seq"] + 1))
        assert events[-1]["type"] == "masklet.changed"
        click(annotator, masklet, 0, click_point(true_masks(0)[0]))
        seen: list[str] = []
        while "masks.changed" not in seen or "binary" not in seen:
            message = socket.recv(30)
            seen.append("binary" if isinstance(message, bytes) else json.loads(message).get("event", {}).get("type"))
        assert "prompts.changed" in seen


@pytest.mark.real_clips
@pytest.mark.skipif(not REAL_CLIPS.is_dir(), reason="the real clips are not beside this checkout")
def test_real_clip_is_ingested_clicked_and_tracked(product: Product):
    admin = product.api("admin")
    project, labels = create_project(admin)
    video = upload_video(admin, project=project, path=REAL_CLIPS / "01_dog.mp4")
    state = expect(admin.get(f"/api/videos/{video}/"))
    assert (state["width"], state["height"]) == (1280, 720)
    masklet = expect(admin.post(f"/api/videos/{video}/masklets/", json={"label": labels[0]}), 201)["id"]
    click(admin, masklet, 0, (640, 360))
    wait_for_mask(admin, masklet, 0)
    assert propagate(admin, video, [masklet], stop=40)["frames_done"] == 40
