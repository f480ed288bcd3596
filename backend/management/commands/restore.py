"""Makes an installation of a backup, or only checks the backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.backups.restoring import check_backup, restore_backup
from backend.backups.shelf import BackupProblem
from labeling.media.problems import MediaUnavailable


class Command(BaseCommand):
    help = "Restore a backup into a new installation, with Maskloop stopped, or check one without restoring it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a backup, or the folder of backups: then the newest")
        parser.add_argument("--check", action="store_true", help="read and verify all of it and change nothing")
        parser.add_argument("--overwrite", action="store_true", help="even where people and their work would be lost")
        parser.add_argument("--with-secrets", action="store_true", help="take secret_key and logins.json from it too")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            if options["check"]:
                manifest = check_backup(folder)
                said = f"The backup of {manifest.made_at} is whole and undamaged"
            else:
                manifest = restore_backup(
                    folder, overwrite=options["overwrite"], with_secrets=options["with_secrets"], say=self.stdout.write
                )
                said = f"Restored the backup of {manifest.made_at}, equal in every table and file"
        except (BackupProblem, MediaUnavailable) as problem:
            raise CommandError(str(problem)) from None
        num_files = len(manifest.media) + len(manifest.uploads)
        self.stdout.write(f"{said}: {num_files} files, {len(manifest.tables)} tables, {manifest.num_bytes:,} bytes.")
        for name in manifest.missing:
            self.stderr.write(f"Was missing when the backup was made: {name}")
