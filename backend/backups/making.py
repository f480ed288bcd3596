"""Makes a backup while people work: one snapshot of the database, then the media that it refers to."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from backend.backups.postgres import SNAPSHOT, digest_tables, dump_database, open_snapshot, read_server_version
from backend.backups.shelf import DUMP, MAKING, SECRETS, Content, Manifest, Shelf, write_manifest, write_safely
from labeling.media.local import sync_folder
from labeling.media.problems import MediaMissing
from labeling.media.store import PIECE_BYTES, media
from labeling.videos.holdings import Holding, list_holdings, list_unfinished_uploads
from labeling.videos.models import Upload
from labeling.videos.storage import digest_file, original_name, upload_path

Say = Callable[[str], None]
SECRET_FILES = ("secret_key", "logins.json")


def make_backup(root: Path, *, keep: int | None, with_secrets: bool, say: Say) -> tuple[Path, Manifest]:
    """Make a backup in `root` and return where it is; raises BackupProblem, MediaUnavailable, OSError.

    It appears by a rename once all of it is on the disk. Contents that earlier backups have are not read again where a
    row knows their digest.
    """
    shelf = Shelf(root)
    with shelf.locked():
        shelf.drop_unfinished()
        folder = root / f"{MAKING}{os.getpid()}"
        folder.mkdir(mode=0o700)
        manifest = _gather(shelf, folder, with_secrets=with_secrets, say=say)
        write_manifest(folder, manifest)
        for written in (folder, shelf.pool, root):
            sync_folder(written)
        # With microseconds: names are unlike and in the order of their snapshots.
        made = root / datetime.fromisoformat(manifest.made_at).strftime("%Y-%m-%dT%H%M%S.%fZ")
        folder.rename(made)
        sync_folder(root)
        if keep is not None:
            for dropped in shelf.keep_newest(max(1, keep)):
                say(f"Deleted the backup {dropped.name}.")
    return made, manifest


def _gather(shelf: Shelf, folder: Path, *, with_secrets: bool, say: Say) -> Manifest:
    with open_snapshot() as snapshot:
        made_at = _read_time()
        say("Dumping the database …")
        dump_database(folder / DUMP, snapshot=snapshot)
        tables = digest_tables(using=SNAPSHOT)
        applied = sorted(MigrationRecorder(connections[SNAPSHOT]).applied_migrations())
        holdings = list(list_holdings(using=SNAPSHOT))
        unfinished = list(list_unfinished_uploads(using=SNAPSHOT))
        postgres = read_server_version(using=SNAPSHOT)
    say(f"Keeping {len(holdings)} media files and {len(unfinished)} unfinished uploads …")
    shelf.pool.mkdir(mode=0o700, exist_ok=True)
    missing: list[str] = []
    media_kept = [content for holding in holdings if (content := _keep(shelf, holding, missing))]
    uploads_kept = [content for upload in unfinished if (content := _keep_upload(shelf, upload, missing))]
    dump = folder / DUMP
    return Manifest(
        made_at=made_at,
        maskloop=str(settings.SPECTACULAR_SETTINGS["VERSION"]),
        postgres=postgres,
        migrations=[list(key) for key in applied],
        dump=Content(DUMP, dump.stat().st_size, digest_file(dump)),
        tables=tables,
        media=media_kept,
        uploads=uploads_kept,
        missing=missing,
        secrets=_keep_secrets(folder) if with_secrets else [],
    )


def _read_time() -> str:
    with connections[SNAPSHOT].cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
        return moment.isoformat()


def _keep(shelf: Shelf, holding: Holding, missing: list[str]) -> Content | None:
    """The content of a stored file, kept; None where it is not to be had, or not as its row says any more."""
    if holding.sha256 and (known := shelf.place(holding.sha256)).is_file():
        return Content(holding.name, known.stat().st_size, holding.sha256)
    try:
        content = shelf.put(media().read(holding.name))
    except MediaMissing:
        missing.append(holding.name)
        return None
    if holding.sha256 and content.sha256 != holding.sha256:
        missing.append(f"{holding.name} (it is there, but damaged)")
    return Content(holding.name, content.num_bytes, content.sha256)


def _keep_upload(shelf: Shelf, upload: Upload, missing: list[str]) -> Content | None:
    """Bytes before the offset never change, wherever the upload has got to since."""
    try:
        content = shelf.put(_read_upload(upload))
    except (FileNotFoundError, MediaMissing):
        missing.append(f"uploads/{upload.pk}")
        return None
    if content.num_bytes < upload.offset:
        missing.append(f"uploads/{upload.pk}")
    return Content(str(upload.pk), content.num_bytes, content.sha256)


def _read_upload(upload: Upload) -> Iterator[bytes]:
    path = upload_path(upload.pk)
    if not path.exists():
        # It has become a video since the snapshot.
        yield from media().read(original_name(upload.pk), 0, upload.offset) if upload.offset else ()
        return
    with path.open("rb") as file:
        left = upload.offset
        while left > 0 and (piece := file.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


def _keep_secrets(folder: Path) -> list[str]:
    kept = [name for name in SECRET_FILES if (settings.MASKLOOP_HOME / name).is_file()]
    (folder / SECRETS).mkdir(mode=0o700)
    for name in kept:
        write_safely(folder / SECRETS / name, (settings.MASKLOOP_HOME / name).read_bytes())
    return kept
