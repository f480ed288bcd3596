from collections.abc import Callable

from labeling.feed.queries.changes import list_project_changes
from labeling.feed.queries.edits import list_edits
from labeling.feed.queries.entries import (
    ENTRIES_A_PAGE,
    Entry,
    FeedPage,
    FeedWish,
    Kind,
    Place,
    read_place,
    write_place,
)
from labeling.feed.queries.judgements import list_reviews, list_submissions
from labeling.feed.queries.videos import list_ingests, list_uploads, list_video_changes
from labeling.feed.queries.work import list_ended_assignments, list_new_assignments

Source = Callable[[FeedWish, Place | None, int], list[Entry]]

SOURCES: dict[str, tuple[Source, ...]] = {
    Kind.EDITS: (list_edits,),
    Kind.SUBMISSIONS: (list_submissions,),
    Kind.REVIEWS: (list_reviews,),
    Kind.ASSIGNMENTS: (list_new_assignments, list_ended_assignments),
    Kind.VIDEOS: (list_uploads, list_ingests, list_video_changes),
    Kind.PROJECT: (list_project_changes,),
}


def read_feed(wish: FeedWish) -> FeedPage:
    """A page of what was done, newest first; each source gives at most two pages' worth, in one query or two."""
    before = read_place(wish.before)
    kinds = [wish.kind] if wish.kind else list(SOURCES)
    found = [
        entry
        for kind in kinds
        for source in SOURCES[kind]
        for entry in source(wish, before, 2 * ENTRIES_A_PAGE)
        if before is None or entry.place < before
    ]
    found.sort(key=lambda entry: entry.place, reverse=True)
    page = found[:ENTRIES_A_PAGE]
    return FeedPage(entries=page, next=write_place(page[-1].place) if len(found) > len(page) else None)
