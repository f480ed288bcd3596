"""Brings Meta's weights onto this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inference.checkpoints import CheckpointProblem, get_checkpoint, list_checkpoints
from inference.fetching import fetch_weights


class Command(BaseCommand):
    help = "Download a model's weights; run it again to go on after a break."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="one of " + ", ".join(checkpoint.name for checkpoint in list_checkpoints()))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checkpoint = get_checkpoint(options["name"])
            told = -1

            def tell(done: int) -> None:
                nonlocal told
                percent = 100 * done // checkpoint.size_bytes
                if percent > told:
                    told = percent
                    self.stdout.write(
                        f"{checkpoint.name}: {percent}% of {checkpoint.size_bytes >> 20} MiB", ending="\r"
                    )
                    self.stdout.flush()

            path = fetch_weights(checkpoint, tell)
        except CheckpointProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{checkpoint.name} is at {path}; projects can choose it now.")
