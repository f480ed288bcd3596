"""Files that are not what they say, made on the spot: every kind that ingest must live through."""

from collections.abc import Callable
from pathlib import Path

from tests.media.hostile.boxes import BOXES
from tests.media.hostile.broken import REFUSED
from tests.media.hostile.packed import PACKED
from tests.media.hostile.streams import STREAMS
from tests.media.hostile.texts import TEXTS, write_text
from tests.media.hostile.traps import Trap

Make = Callable[[Path, Trap], Path]


def _plain(make: Callable[[Path], Path]) -> Make:
    return lambda path, _: make(path)


KINDS: dict[str, tuple[Make, str | None]] = {
    **{kind: (_plain(make), sentence) for kind, (make, sentence) in REFUSED.items()},
    **{kind: (write_text(text), sentence) for kind, (text, sentence) in TEXTS.items()},
    **BOXES,
    **STREAMS,
    **PACKED,
}
"""How each is made, and how the sentence that it is refused with begins; None where a video would be right as well."""
