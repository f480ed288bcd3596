from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeling.videos.demo_clip import DEFAULT_SEED, render_demo_clip
from labeling.videos.frame_numbers import LARGEST_NUMBER


class Command(BaseCommand):
    help = "Make a clip of moving objects, as MP4."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file to write")
        parser.add_argument("--frames", type=int, default=120)
        parser.add_argument("--width", type=int, default=640)
        parser.add_argument("--height", type=int, default=360)
        parser.add_argument("--fps", type=int, default=24)
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--burn-in", action="store_true", help="write each frame's number into its top left corner")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.parent.is_dir():
            raise CommandError(f"The folder {path.parent} does not exist; make it first.")
        if options["width"] % 2 or options["height"] % 2:
            raise CommandError("Width and height must be even, for the clip is coded with half the colours.")
        if options["burn_in"] and options["frames"] > LARGEST_NUMBER:
            raise CommandError(f"At most {LARGEST_NUMBER} frame numbers fit into the strip.")
        render_demo_clip(
            path,
            num_frames=options["frames"],
            size=(options["height"], options["width"]),
            fps=options["fps"],
            burned_in=options["burn_in"],
            seed=options["seed"],
        )
        self.stdout.write(f"{path}: {options['frames']} frames, {path.stat().st_size:,} bytes")
