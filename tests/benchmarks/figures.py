"""Figures that several benches give alike: how fast what was killed came back, and what became of the edits."""

from collections.abc import Sequence
from statistics import median

from backend.services.benchmarks import Row
from tests.collaboration.client import Answer
from tests.collaboration.product_processes import Kill
from tests.collaboration.truth import Books


def describe_kills(kinds: Sequence[str], kills: Sequence[Kill]) -> list[Row]:
    """How often each kind was killed, and how long it took until it served again."""
    rows = []
    for kind in kinds:
        seconds = [kill.seconds for kill in kills if kill.kind == kind]
        rows += [
            Row(f"{kind}: kills", len(seconds), "kills"),
            Row(f"{kind}: back, median", round(median(seconds), 2), "s"),
            Row(f"{kind}: back, slowest", round(max(seconds), 2), "s", "<= 30"),
        ]
    return rows


def describe_edits(answers: Sequence[Answer], books: Books) -> list[Row]:
    """Acknowledged edits and what is wrong with them; the first findings are printed."""
    for sentence in (books.lost + books.duplicated + books.broken)[:20]:
        print(sentence)
    return [
        Row("acknowledged edits", sum(answer.is_acknowledged for answer in answers), "edits"),
        Row("acknowledged edits lost", len(books.lost), "edits", "== 0"),
        Row("edits made twice", len(books.duplicated), "edits", "== 0"),
        Row("answers, histories or heads that are wrong", len(books.broken), "findings", "== 0"),
        Row("edits never answered", sum(answer.status == 0 for answer in answers), "edits", "== 0"),
    ]
