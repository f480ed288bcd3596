import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rest_framework.test import APIClient

from inference import rle as rle_codec
from inference.types import Rle
from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.projects.actions import change_label
from labeling.projects.models import Project
from labeling.review.actions import decide_masklet
from tests.factories.masklets import MaskletFactory, OperationFactory, make_square
from tests.factories.videos import VideoFactory

ClientOf = Callable[[User | None], APIClient]
REAL = Path(__file__).parents[4] / "shared" / "data" / "sav_000001_manual.json"


@pytest.fixture
def client(client_of: ClientOf, carol: User) -> APIClient:
    return client_of(carol)


def propagate(masklet: Masklet, masks: dict[int, Rle | None]) -> None:
    operation = OperationFactory(video=masklet.video, author=masklet.author, kind="propagate")
    writes = [
        actions.FrameWrite(frame=f, rle=rle, origin="propagated", state="present" if rle else "absent")
        for f, rle in masks.items()
    ]
    actions.commit_masks(operation=operation, writes={masklet.pk: writes})


def approve(masklet: Masklet, reviewer: User, start: int = 0, stop: int | None = None) -> None:
    version = actions.submit_masklet(masklet_id=masklet.pk, actor=masklet.author).submitted_version
    assert version is not None
    decide_masklet(
        masklet_id=masklet.pk, actor=reviewer, decision="satisfactory", version=version, start=start, stop=stop
    )


def export(client: APIClient, project: Project, *, of: str = "_manual.json", **body: Any) -> dict[str, dict[str, Any]]:
    """Order an export, download it, and read its files."""
    made = client.post(f"/api/projects/{project.pk}/exports/", body, format="json")
    assert made.status_code == 201, made.json()
    download = client.get(made.json()["url"])
    assert download["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(download.streaming_content)))
    assert archive.testzip() is None
    files = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert [name.replace("_manual.json", "_objects.json") for name in files if name.endswith("_manual.json")] == [
        name for name in files if name.endswith("_objects.json")
    ]
    return {name: content for name, content in files.items() if name.endswith(of)}


def test_exported_masks_decode_to_what_was_labelled(
    client: APIClient, project: Project, masklet: Masklet, bob: User
) -> None:
    shapes = np.random.default_rng(5).random((100, 48, 64)) > 0.5
    propagate(masklet, {frame: rle_codec.encode(shapes[frame]) for frame in range(100)})
    other = MaskletFactory(video=masklet.video, author=bob, number=2)
    propagate(other, {8: make_square(), 12: None})

    files = export(client, project, format="sav", scope="all", ann_every=4)

    [(name, data)] = files.items()
    assert name == f"{masklet.video.name.removesuffix('.mp4')}_manual.json"
    assert len(data["masklet"]) == 25
    for index, (first, second) in enumerate(data["masklet"]):
        decoded = rle_codec.decode(Rle(size=tuple(first["size"]), counts=first["counts"]))
        np.testing.assert_array_equal(decoded, shapes[index * 4])
        seen = make_square() if index == 2 else rle_codec.encode_empty((48, 64))
        assert second == {"size": [48, 64], "counts": seen.counts}


def test_export_describes_video_and_objects(client: APIClient, project: Project, masklet: Masklet, bob: User) -> None:
    propagate(masklet, {4: make_square(), 8: None, 12: make_square(), 13: make_square(side=20)})
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=12, rle=make_square(side=20))

    [data] = export(client, project, scope="all").values()

    assert {key: value for key, value in data.items() if key != "masklet"} == {
        "video_id": masklet.video.name.removesuffix(".mp4"),
        "video_duration": 4.0,
        "video_frame_count": 100.0,
        "video_height": 48.0,
        "video_width": 64.0,
        "video_resolution": 3072.0,
        "video_environment": "Unknown",
        "video_split": "train",
        "masklet_id": [0],
        "masklet_size_rel": [round(250 / 3072, 10)],
        "masklet_size_abs": [250.0],
        "masklet_size_bucket": ["small"],
        "masklet_visibility_changes": [3],
        "masklet_first_appeared_frame": [1.0],
        "masklet_frame_count": [25],
        "masklet_edited_frame_count": [1],
        "masklet_type": ["manual"],
        "masklet_stability_score": [None],
        "masklet_num": 1,
    }


def test_export_of_approved_holds_approved_frames_alone(
    client: APIClient, project: Project, masklet: Masklet, bob: User, carol: User
) -> None:
    propagate(masklet, dict.fromkeys(range(20), make_square()))
    MaskletFactory(video=masklet.video, author=bob, number=2)
    approve(masklet, carol, start=4, stop=12)

    [data] = export(client, project, scope="approved", ann_every=2).values()

    empty = rle_codec.encode_empty((48, 64)).counts
    assert data["masklet_num"] == 1
    assert [index * 2 for index, [cell] in enumerate(data["masklet"]) if cell["counts"] != empty] == [4, 6, 8, 10]


def test_export_of_approved_after_a_reopening_leaves_out_only_what_changed(
    client: APIClient, project: Project, masklet: Masklet, bob: User, carol: User
) -> None:
    propagate(masklet, dict.fromkeys(range(12), make_square()))
    approve(masklet, carol)
    actions.reopen_masklet(masklet_id=masklet.pk, actor=carol)
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=4, rle=make_square(20))

    [data] = export(client, project, scope="approved").values()

    empty = rle_codec.encode_empty((48, 64)).counts
    assert [index * 4 for index, [cell] in enumerate(data["masklet"]) if cell["counts"] != empty] == [0, 8]


def test_export_of_nothing_is_an_empty_archive(client: APIClient, project: Project, masklet: Masklet) -> None:
    propagate(masklet, {0: make_square()})

    assert export(client, project) == {}


def test_files_of_an_export_have_names_of_their_own(client: APIClient, project: Project, bob: User) -> None:
    for name in ("dog.mp4", "Dog.MOV", "../../etc/passwd", "a/b\\c:d", "...", "Gänse 2.0"):
        propagate(MaskletFactory(video=VideoFactory(project=project, name=name), author=bob), {0: make_square()})

    files = export(client, project, scope="all")

    names = ["dog", "Dog-2", "_.._etc_passwd", "a_b_c_d", "video", "Gänse 2.0"]
    assert list(files) == [f"{name}_manual.json" for name in names]
    assert [data["video_id"] for data in files.values()] == names


def test_export_is_for_reviewers_and_admins(
    client_of: ClientOf, project: Project, alice: User, bob: User, charlie: User
) -> None:
    url = f"/api/projects/{project.pk}/exports/"
    made = client_of(alice).post(url, {}, format="json").json()
    assert client_of(alice).get(url).json() == [made]
    assert client_of(alice).get(f"/api/exports/{made['id']}/").json() == made

    for person, status in ((bob, 403), (charlie, 404), (None, 401)):
        client = client_of(person)
        answers = [
            client.post(url, {}, format="json"),
            client.get(f"/api/exports/{made['id']}/"),
            client.get(made["url"]),
        ]
        assert [answer.status_code for answer in answers] == [status] * 3


@pytest.mark.parametrize("body", [{"format": "coco"}, {"scope": "some"}, {"ann_every": 0}])
def test_export_that_makes_no_sense_is_refused(client: APIClient, project: Project, body: dict[str, Any]) -> None:
    assert client.post(f"/api/projects/{project.pk}/exports/", body, format="json").status_code == 400


@pytest.mark.real_clips
@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not there")
def test_real_sav_annotation_comes_out_as_it_went_in(client: APIClient, project: Project, bob: User) -> None:
    real = json.loads(REAL.read_text())
    video = VideoFactory(
        project=project, name="sav_000001.mp4", num_frames=483, width=480, height=848, duration_s=20.125
    )
    for number in range(real["masklet_num"]):
        cells = [row[number] for row in real["masklet"]]
        rles = [Rle(size=tuple(cell["size"]), counts=cell["counts"]) for cell in cells]
        masks = {k * 4: rle if rle_codec.area(rle) else None for k, rle in enumerate(rles)}
        propagate(MaskletFactory(video=video, author=bob, number=number + 1), masks)

    [data] = export(client, project, scope="all").values()

    assert list(data) == list(real)
    # How much people edited and where the camera was are not in the masks.
    unknown = {"video_environment", "masklet_edited_frame_count"}
    assert {key: value for key, value in data.items() if key not in unknown} == {
        key: value for key, value in real.items() if key not in unknown
    }
    assert [type(value) for value in data.values()] == [type(value) for value in real.values()]


def test_objects_are_described_beside_the_masks(
    client: APIClient, project: Project, masklet: Masklet, alice: User, bob: User
) -> None:
    label = masklet.label
    wished = [
        {"name": "colour", "kind": "choice", "options": [{"name": "red"}]},
        {"name": "age", "kind": "number"},
        {"name": "seen", "kind": "checkbox"},
        {"name": "gone", "kind": "text"},
    ]
    change_label(label=label, changes={"attributes": wished}, actor=alice)
    color, age, seen, gone = label.attributes
    values = {color["id"]: color["options"][0]["id"], gone["id"]: "kept, not shown"}
    actions.set_attributes(masklet_id=masklet.pk, attributes=values, actor=bob)
    change_label(label=label, changes={"attributes": [age, seen, color]}, actor=alice)
    MaskletFactory(video=masklet.video, author=bob, number=2)  # without a mask, and so in neither file
    third = MaskletFactory(video=masklet.video, author=bob, number=3)
    for shown in (masklet, third):
        propagate(shown, {4: make_square()})

    [data] = export(client, project, scope="all", of="_objects.json").values()

    described = {"age": None, "seen": False, "colour": "red"}
    assert data == {
        "video_id": masklet.video.name.removesuffix(".mp4"),
        "objects": [
            {"masklet_id": 0, "number": 1, "label": "dog", "attributes": described},
            {"masklet_id": 1, "number": 3, "label": third.label.name, "attributes": {}},
        ],
    }
