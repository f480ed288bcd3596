"""Makes a backup of everything that lasts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.backups.making import make_backup
from backend.backups.shelf import BackupProblem
from labeling.media.problems import MediaUnavailable


class Command(BaseCommand):
    help = "Make a backup of the database and all media in a folder, while people work. Only what is new is copied."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the backups are; best on another disk")
        parser.add_argument("--keep", type=int, help="delete all but the newest so many backups afterwards")
        parser.add_argument("--with-secrets", action="store_true", help="keep secret_key and logins.json too")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made, manifest = make_backup(
                options["folder"], keep=options["keep"], with_secrets=options["with_secrets"], say=self.stdout.write
            )
        except (BackupProblem, MediaUnavailable) as problem:
            raise CommandError(str(problem)) from None
        except OSError as error:
            raise CommandError(f"The backup failed at {error.filename}: {error.strerror}.") from error
        num_files = len(manifest.media) + len(manifest.uploads)
        self.stdout.write(f"{made}: {num_files} files and {len(manifest.tables)} tables, {manifest.num_bytes:,} bytes.")
        for name in manifest.missing:
            self.stderr.write(f"Not in the backup, though a row refers to it: {name}")
