"""Checks a backup, and makes an installation of it."""

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from backend.backups.postgres import (
    check_dump,
    count_other_connections,
    digest_tables,
    load_dump,
    read_server_version,
)
from backend.backups.shelf import (
    SECRETS,
    BackupProblem,
    Content,
    Manifest,
    Shelf,
    find_backup,
    read_manifest,
    write_safely,
)
from labeling.accounts.models import User
from labeling.media.problems import MediaMissing
from labeling.media.store import media
from labeling.videos.storage import digest_file, upload_path

Say = Callable[[str], None]
MAJOR = 10000


def check_backup(source: Path) -> Manifest:
    """Read all of a backup and raise BackupProblem where anything of it is missing or damaged; changes nothing."""
    shelf, folder = find_backup(source)
    manifest = read_manifest(folder)
    _require_content(folder / manifest.dump.name, manifest.dump)
    check_dump(folder / manifest.dump.name)
    for content in (*manifest.media, *manifest.uploads):
        _require_content(shelf.place(content.sha256), content)
    return manifest


def restore_backup(source: Path, *, overwrite: bool, with_secrets: bool, say: Say) -> Manifest:
    """Put a backup's media and rows into this installation and migrate it; raises BackupProblem.

    Everything of the backup is checked before anything is changed; media come first, so that an interrupted restore is
    simply begun again; then the database changes in one transaction; then each table is held to the digest that it had
    when the backup was made.
    """
    shelf, folder = find_backup(source)
    manifest = read_manifest(folder)
    _require_known(manifest)
    _require_empty(overwrite=overwrite)
    say(f"Checking the backup of {manifest.made_at} …")
    check_backup(source)
    say(f"Restoring {len(manifest.media)} media files and {len(manifest.uploads)} unfinished uploads …")
    for content in manifest.media:
        _restore_media(shelf, content)
    for content in manifest.uploads:
        path = upload_path(uuid.UUID(content.name))
        shutil.copyfile(shelf.place(content.sha256), path)
        path.chmod(0o600)
    os.sync()
    say("Restoring the database …")
    load_dump(folder / manifest.dump.name)
    _require_equal(manifest)
    say("Migrating …")
    call_command("migrate", interactive=False, verbosity=0)
    if with_secrets:
        for name in manifest.secrets:
            write_safely(settings.MASKLOOP_HOME / name, (folder / SECRETS / name).read_bytes())
    return manifest


def _require_known(manifest: Manifest) -> None:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise BackupProblem(
            f"This backup was made by a newer Maskloop, whose tables this one does not know ({unknown[0]}): update "
            "this one first."
        )
    ours, theirs = read_server_version() // MAJOR, manifest.postgres // MAJOR
    if ours < theirs:
        raise BackupProblem(f"This backup is Postgres {theirs}'s and this is Postgres {ours}: use {theirs} or later.")


def _require_empty(*, overwrite: bool) -> None:
    table = User._meta.db_table
    if table in connection.introspection.table_names() and User.objects.exists() and not overwrite:
        raise BackupProblem(
            "There are people and their work in this installation already. Restore into a new MASKLOOP_HOME or an "
            "empty database; or say --overwrite, and all of it is lost."
        )
    others = count_other_connections()
    if others:
        raise BackupProblem(f"Maskloop is running ({others} connections to its database): stop it first.")


def _require_content(path: Path, content: Content) -> None:
    if not path.is_file():
        raise BackupProblem(f"The backup is not whole: {path} is missing. Use another backup.")
    if path.stat().st_size != content.num_bytes or digest_file(path) != content.sha256:
        raise BackupProblem(f"The backup is damaged: {path} is not what was kept. Use another backup.")


def _restore_media(shelf: Shelf, content: Content) -> None:
    if _is_stored(content):
        return
    stored = media().copy_in(shelf.place(content.sha256), content.name, sha256=content.sha256)
    if stored != content.name:
        raise BackupProblem(f"{content.name} cannot be put into the media storage, for its name is taken.")


def _is_stored(content: Content) -> bool:
    """Whether an earlier try has brought it; another content under its name goes."""
    try:
        if media().count_bytes(content.name) == content.num_bytes:
            digest = hashlib.sha256()
            for piece in media().read(content.name):
                digest.update(piece)
            if digest.hexdigest() == content.sha256:
                return True
    except MediaMissing:
        return False
    media().drop(content.name)
    return False


def _require_equal(manifest: Manifest) -> None:
    found = digest_tables()
    wrong = [name for name in sorted({*found, *manifest.tables}) if found.get(name) != manifest.tables.get(name)]
    if wrong:
        raise BackupProblem(
            f"The database was restored, but these tables are not as they were: {', '.join(wrong)}. Do not use it; "
            "try another backup."
        )
