"""Ages as people write them on the command line."""

import re
from argparse import ArgumentTypeError
from datetime import timedelta

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}


def read_age(word: str) -> timedelta:
    """Read `36h` or `90d`."""
    match = re.fullmatch(r"(\d{1,5})([hd])", word)
    if match is None:
        raise ArgumentTypeError(f"say an age in hours or days, such as 36h or 90d, not {word!r}")
    return int(match[1]) * UNITS[match[2]]
