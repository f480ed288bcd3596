from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeling.media.problems import MediaUnavailable
from labeling.videos.actions import collect_garbage
from labeling.videos.management.ages import read_age


class Command(BaseCommand):
    help = "Delete stored files that nothing refers to, as crashes leave them. Done every day by itself, too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only list them")
        parser.add_argument("--older-than", type=read_age, default="1d", help="such as 6h or 2d (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            garbage = collect_garbage(older_than=options["older_than"], dry_run=options["dry_run"])
        except MediaUnavailable as problem:
            raise CommandError(problem.detail) from None
        for stored in garbage:
            self.stdout.write(f"{stored.num_bytes:>14,}  {stored.name}")
        done = "would be deleted" if options["dry_run"] else "deleted"
        self.stdout.write(f"{len(garbage)} files {done}, {sum(stored.num_bytes for stored in garbage):,} bytes.")
