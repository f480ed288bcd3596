"""A project of hundreds of videos: rows like any others, whose proxy, poster and frame table are those of one clip."""

from typing import Any

STATUSES = ("draft", "submitted", "approved", "rejected", "not_well_defined")

# Whatever columns a row has, now or later: all but those that are named are the sample's.
COLUMNS_SQL = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND column_name <> ALL(%s)
"""
MASKLETS_SQL = """
INSERT INTO masklets_masklet (video_id, number, status, submitted_version, submitted_at, {columns})
SELECT video, n, s.status, CASE s.status WHEN 'submitted' THEN 1 END,
    CASE s.status WHEN 'submitted' THEN now() - video * interval '1 minute' END, {columns}
FROM unnest(%(videos)s::bigint[]) AS video, generate_series(1, 6) AS n, masklets_masklet AS sample,
    LATERAL (SELECT (%(statuses)s::text[])[1 + (video + n * n) %% 5] AS status) AS s
WHERE video %% 3 > 0 AND n <= 1 + video %% 6 AND sample.id = %(masklet)s
"""
ASSIGNMENTS_SQL = """
INSERT INTO assignments_assignment (video_id, user_id, kind, assigned_by_id, at, reason)
SELECT video, author_id, 'annotate', author_id, now(), ''
FROM unnest(%(videos)s::bigint[]) AS video, masklets_masklet AS sample
WHERE video %% 2 = 0 AND sample.id = %(masklet)s
"""


def add_videos(connection: Any, *, clip: int, masklet: int, count: int) -> list[int]:
    """`count` more videos like the clip, two in three with objects like the masklet, half assigned to its author."""
    with connection.cursor() as cursor:
        columns = _list_columns(cursor, "videos_video", "id", "name")
        cursor.execute(
            f"INSERT INTO videos_video (name, {columns}) "  # noqa: S608 - names of columns, from Postgres itself
            f"SELECT 'street ' || lpad(n::text, 4, '0') || '.mp4', {columns} FROM videos_video, "
            "generate_series(1, %s) AS n WHERE id = %s RETURNING id",
            [count, clip],
        )
        videos = [video for (video,) in cursor.fetchall()]
        columns = _list_columns(cursor, "videos_frametable", "video_id")
        cursor.execute(
            f"INSERT INTO videos_frametable (video_id, {columns}) "  # noqa: S608 - the same
            f"SELECT other, {columns} FROM videos_frametable, unnest(%s::bigint[]) AS other WHERE video_id = %s",
            [videos, clip],
        )
        changed = ("id", "video_id", "number", "status", "submitted_version", "submitted_at")
        columns = _list_columns(cursor, "masklets_masklet", *changed)
        named = {"videos": videos, "masklet": masklet, "statuses": list(STATUSES)}
        cursor.execute(MASKLETS_SQL.replace("{columns}", columns), named)
        cursor.execute(ASSIGNMENTS_SQL, named)
    return videos


def _list_columns(cursor: Any, table: str, *without: str) -> str:
    cursor.execute(COLUMNS_SQL, [table, list(without)])
    return str(cursor.fetchone()[0])
