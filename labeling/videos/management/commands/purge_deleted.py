from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeling.videos.actions import list_purgeable, purge_media
from labeling.videos.management.ages import read_age


class Command(BaseCommand):
    help = "Remove the media of videos that were deleted long ago, for good. Their rows and history stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=read_age, required=True, help="since when deleted, such as 90d")
        parser.add_argument("--dry-run", action="store_true", help="only list them")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        videos = list_purgeable(older_than=options["older_than"])
        for video in videos:
            self.stdout.write(f"{video.id:>8}  {video.name}, deleted {video.deleted_at:%Y-%m-%d}")
        if options["dry_run"] or not videos:
            self.stdout.write(f"{len(videos)} videos have media that would be removed.")
            return
        if not options["yes"] and input(f"Remove the media of {len(videos)} videos for good? Say yes: ") != "yes":
            raise CommandError("Nothing was removed.")
        purged = list(purge_media(older_than=options["older_than"]))
        self.stdout.write(f"Removed {sum(len(video.files) for video in purged)} files of {len(purged)} videos.")
