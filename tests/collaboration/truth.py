"""Looks up in the product's own Postgres what became of every edit that it acknowledged."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg2.extensions import connection as Connection

from tests.collaboration.client import Answer
from tests.collaboration.stage import Stage

UNFINISHED = "('queued', 'running')"
# A lease is 20 s, the reaper comes every 5 s, and what it queues again still has to be done.
JOBS_END_WITHIN_S = 120.0
JOBS = ("masklets_prediction", "propagation_propagation")


@dataclass
class Books:
    """Acknowledged edits that are not there, and what is there twice or was acknowledged to nobody; with sentences."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def keep_books(database: Connection, video: int, answers: Iterable[Answer]) -> Books:
    """Compare what was acknowledged with what Postgres keeps: by key, by operation, by version, by event, by count."""
    books = Books()
    acknowledged = [answer for answer in answers if answer.is_acknowledged]
    _compare_keys(database, acknowledged, books)
    _compare_operations(database, video, acknowledged, books)
    _compare_versions(database, acknowledged, books)
    _compare_side_edits(database, video, acknowledged, books)
    _check_history(database, video, books)
    return books


def list_unfinished_jobs(database: Connection) -> list[tuple[str, int, str]]:
    """Jobs that are not over, as (table, id, status)."""
    return [
        (table, *row)
        for table in JOBS
        for row in _ask(database, f"SELECT id, status FROM {table} WHERE status IN {UNFINISHED}")  # noqa: S608
    ]


def wait_for_jobs(stage: Stage) -> int:
    """How many jobs are still not over when each has had time to be claimed again."""
    deadline = time.monotonic() + JOBS_END_WITHIN_S
    with stage.database() as database:
        while list_unfinished_jobs(database) and time.monotonic() < deadline:
            time.sleep(0.5)
        return len(list_unfinished_jobs(database))


def _compare_keys(database: Connection, acknowledged: list[Answer], books: Books) -> None:
    rows = _ask(
        database,
        "SELECT u.username, k.key, k.status, k.body FROM accounts_idempotencykey k JOIN accounts_user u "
        "ON u.id = k.user_id",
    )
    stored = {(username, key): (status, body) for username, key, status, body in rows}
    for answer in acknowledged:
        found = stored.get((answer.username, answer.key))
        if found is None:
            books.lost.append(f"{answer.edit.kind} by key {answer.key}: no answer is stored")
        elif found != (answer.status, answer.body):
            books.broken.append(f"key {answer.key} was answered {answer.status} {answer.body}, stored is {found}")


def _compare_operations(database: Connection, video: int, acknowledged: list[Answer], books: Books) -> None:
    """By id where the answer names the operation, and by count for each person and kind, which finds what is extra."""
    rows = _ask(
        database,
        "SELECT o.id, u.username, o.kind FROM masklets_operation o JOIN accounts_user u ON u.id = o.author_id "
        "WHERE o.video_id = %s",
        video,
    )
    operations = {pk: (username, kind) for pk, username, kind in rows}
    made = [answer for answer in acknowledged if answer.status < 300 and answer.edit.kind]
    ids = Counter(_operation_of(answer) for answer in made)
    for answer in made:
        pk = _operation_of(answer)
        if pk is None:
            continue
        if operations.get(pk) != (answer.username, answer.edit.kind):
            books.lost.append(f"operation {pk} ({answer.edit.kind} by {answer.username}): found {operations.get(pk)}")
        if ids[pk] > 1:
            books.duplicated.append(f"operation {pk} answered {ids[pk]} keys")
    expected = Counter((answer.username, answer.edit.kind) for answer in made)
    found = Counter(operations.values())
    for who_and_what in expected | found:
        difference = found[who_and_what] - expected[who_and_what]
        told = f"{who_and_what}: {expected[who_and_what]} acknowledged, {found[who_and_what]} found"
        (books.duplicated if difference > 0 else books.lost).extend([told] * abs(difference))


def _compare_versions(database: Connection, acknowledged: list[Answer], books: Books) -> None:
    rows = _ask(database, "SELECT operation_id, count(*), max(number) FROM masklets_version GROUP BY operation_id")
    versions = {operation: (count, number) for operation, count, number in rows}
    for answer in acknowledged:
        if answer.status >= 300 or not isinstance(answer.body, dict) or "version" not in answer.body:
            continue
        found = versions.get(answer.body["operation"])
        if found != (1, answer.body["version"]):
            told = f"version {answer.body['version']} of operation {answer.body['operation']}: found {found}"
            (books.duplicated if found and found[0] > 1 else books.lost).append(told)


def _compare_side_edits(database: Connection, video: int, acknowledged: list[Answer], books: Books) -> None:
    rows = _ask(
        database,
        "SELECT s.id FROM masklets_sideedit s JOIN masklets_masklet m ON m.id = s.masklet_id WHERE m.video_id = %s",
        video,
    )
    found = {row[0] for row in rows}
    told = [answer.body["side_edit"] for answer in acknowledged if answer.status == 409]
    books.lost += [f"side edit {pk}" for pk in told if pk not in found]
    books.duplicated += [f"side edit {pk} that nobody was told of" for pk in found - set(told)]


def _check_history(database: Connection, video: int, books: Books) -> None:
    """The history is a line, the events have no gap, the heads are the newest deltas."""
    checks: Mapping[str, str] = {
        "masklets whose versions are not 1..head": """
            SELECT m.id FROM masklets_masklet m LEFT JOIN masklets_version v ON v.masklet_id = m.id
            WHERE m.video_id = %s GROUP BY m.id
            HAVING count(v.id) <> m.head OR coalesce(max(v.number), 0) <> m.head""",
        "videos whose events are not 1..last": """
            SELECT s.video_id FROM events_videostream s LEFT JOIN events_event e ON e.video_id = s.video_id
            WHERE s.video_id = %s GROUP BY s.video_id, s.last_seq
            HAVING count(e.id) <> s.last_seq OR coalesce(max(e.seq), 0) <> s.last_seq""",
        "frames whose head is not the newest delta": """
            SELECT coalesce(h.masklet_id, d.masklet_id) FROM masklets_framehead h FULL JOIN (
                SELECT DISTINCT ON (masklet_id, frame) * FROM masklets_framemask
                ORDER BY masklet_id, frame, version DESC
            ) d ON d.masklet_id = h.masklet_id AND d.frame = h.frame
            JOIN masklets_masklet m ON m.id = coalesce(h.masklet_id, d.masklet_id) AND m.video_id = %s
            WHERE (h.version, h.origin, h.state, h.rle_id) IS DISTINCT FROM (d.version, d.origin, d.state, d.rle_id)""",
    }
    for name, statement in checks.items():
        rows = _ask(database, statement, video)
        if rows:
            books.broken.append(f"{len(rows)} {name}: {rows[:5]}")


def _operation_of(answer: Answer) -> int | None:
    return answer.body.get("operation") if isinstance(answer.body, dict) else None


def _ask(database: Connection, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(statement, arguments or None)
        return list(cursor.fetchall())
