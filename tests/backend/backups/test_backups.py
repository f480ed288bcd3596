"""What a backup copies, keeps, checks and refuses."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.backups.postgres import open_snapshot
from backend.backups.shelf import Shelf, find_backup, read_manifest, write_manifest
from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.videos.actions import append_to_upload
from tests.backend.backups.conftest import World, make_video
from tests.factories.s3 import S3Server

BackUp = Callable[..., Path]


def list_contents(folder: Path) -> set[Path]:
    return set((folder / "media").glob("*/*"))


def check(folder: Path) -> str:
    said = io.StringIO()
    call_command("restore", folder, check=True, stdout=said)
    return said.getvalue()


def test_only_new_contents_are_copied_and_old_ones_go_with_their_backups(
    world: World, project: Project, alice: User, tmp_path: Path, back_up: BackUp
):
    folder = back_up()
    before = list_contents(folder)
    assert len(before) == 7  # three files of each video and the upload's bytes
    times = {path: path.stat().st_mtime_ns for path in before}
    make_video(project, tmp_path)
    pieces = iter([world.content[5000:], b""])
    append_to_upload(actor=alice, upload_id=world.upload.pk, offset=5000, read=lambda _: next(pieces))

    back_up()

    after = list_contents(folder)
    assert (before < after, len(after - before)) == (True, 4)
    assert {path: path.stat().st_mtime_ns for path in before} == times
    back_up(keep=1)
    assert (len(Shelf(folder).list_backups()), len(list_contents(folder))) == (1, 10)
    assert "is whole and undamaged: 10 files" in check(folder)


def test_backups_of_one_second_stand_in_the_order_in_which_they_were_made(world: World, back_up: BackUp):
    made = [find_backup(back_up())[1] for _ in range(4)]

    assert Shelf(back_up(keep=5)).list_backups()[:4] == made
    assert len(set(made)) == 4


def test_nobody_else_may_read_a_backup(world: World, back_up: BackUp):
    folder = back_up(with_secrets=True)

    _, made = find_backup(folder)
    assert [path.stat().st_mode & 0o777 for path in (folder, made, made / "secrets")] == [0o700] * 3
    assert [path.name for path in (made / "secrets").iterdir()] == ["secret_key"]
    assert {path.stat().st_mode & 0o077 for path in made.rglob("*") if path.is_file()} == {0}


def test_media_that_are_gone_are_named(world: World, media_root: Path, tmp_path: Path):
    (media_root / world.video.poster).unlink()
    (media_root / world.deleted.proxy).write_bytes(b"rotten")
    said = io.StringIO()

    call_command("backup", tmp_path / "backups", stdout=io.StringIO(), stderr=said)

    lines = said.getvalue().splitlines()
    assert [line.partition(": ")[2] for line in lines] == [
        world.video.poster, f"{world.deleted.proxy} (it is there, but damaged)",
    ]  # fmt: skip


def test_check_finds_what_is_damaged(world: World, back_up: BackUp):
    folder = back_up()
    _, made = find_backup(folder)
    for path in (min(list_contents(folder)), made / "database.dump", made / "manifest.json"):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + b"?")
        with pytest.raises(CommandError, match=r"[Uu]se another backup"):
            check(folder)
        path.write_bytes(whole)
    min(list_contents(folder)).unlink()
    with pytest.raises(CommandError, match=r"is missing\. Use another backup"):
        check(folder)


def test_backup_of_later_tables_is_refused(world: World, back_up: BackUp):
    _, made = find_backup(back_up())
    manifest = read_manifest(made)
    write_manifest(made, replace(manifest, migrations=[*manifest.migrations, ["videos", "9999_later"]]))

    with pytest.raises(CommandError, match=r"made by a newer Maskloop.*videos\.9999_later"):
        call_command("restore", made, overwrite=True)
    write_manifest(made, replace(manifest, postgres=990000))
    with pytest.raises(CommandError, match="use 99 or later"):
        call_command("restore", made, overwrite=True)
    write_manifest(made, replace(manifest, format=2))
    with pytest.raises(CommandError, match="newer Maskloop"):
        call_command("restore", made, overwrite=True)


def test_restore_over_people_and_their_work_is_refused(world: World, back_up: BackUp):
    folder = back_up()

    with pytest.raises(CommandError, match="people and their work"):
        call_command("restore", folder)
    with open_snapshot(), pytest.raises(CommandError, match="Maskloop is running"):
        call_command("restore", folder, overwrite=True)


def test_killed_backup_is_no_backup_and_the_next_one_clears_it_away(world: World, back_up: BackUp, tmp_path: Path):
    unfinished = tmp_path / "backups" / ".making-1"
    unfinished.mkdir(parents=True)
    (unfinished / "manifest.json").write_text(json.dumps({"format": 1}))
    with pytest.raises(CommandError, match="There is no backup in"):
        check(tmp_path / "backups")

    folder = back_up()

    assert (unfinished.exists(), len(Shelf(folder).list_backups())) == (False, 1)


def test_media_in_s3_are_kept_too(s3: S3Server, world: World, back_up: BackUp):
    folder = back_up()

    manifest = read_manifest(find_backup(folder)[1])
    assert [content.name for content in manifest.media] == [
        name for video in (world.video, world.deleted) for name in (video.original, video.proxy, video.poster)
    ]
    assert "is whole and undamaged: 7 files" in check(folder)
    s3.stop()
    with pytest.raises(CommandError, match="media storage does not answer"):
        back_up()
    assert len(Shelf(folder).list_backups()) == 1


def test_two_backups_at_once_do_not_meet(world: World, back_up: BackUp, tmp_path: Path):
    with Shelf(tmp_path / "backups").locked(), pytest.raises(CommandError, match="is under way"):
        back_up()
