"""What people did to objects, gathered: a stroke or a click for itself is in the video's history."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from labeling.accounts.models import User
from labeling.feed.queries.entries import Entry, FeedWish, Kind, Place, name_person, name_video
from labeling.masklets.models import Operation
from labeling.videos.models import Video

# What one person did on one video within this stretch of the clock is one entry.
STRETCH = timedelta(minutes=10)
# More gestures than fill a page of entries with five people at work.
MOST_READ = 3000

WORDS: dict[str, tuple[str, str]] = {
    "create": ("new object", "new objects"),
    "prompt": ("prompt", "prompts"),
    "unprompt": ("prompt removed", "prompts removed"),
    "draw": ("drawing", "drawings"),
    "mark": ("marking of frames", "markings of frames"),
    "propagate": ("tracking", "trackings"),
    "relabel": ("new label", "new labels"),
    "delete": ("deletion", "deletions"),
    "apply": ("kept edit applied", "kept edits applied"),
    "import": ("import", "imports"),
    "split": ("split", "splits"),
    "merge": ("merge", "merges"),
    "swap": ("swap", "swaps"),
    "copy": ("copied mask", "copied masks"),
    "restore": ("restored version", "restored versions"),
    "recover": ("recovery", "recoveries"),
    "undo": ("undo", "undos"),
    "redo": ("redo", "redos"),
}
# These stand in the feed one by one.
ELSEWHERE = (Operation.Kind.SUBMIT, Operation.Kind.REOPEN, Operation.Kind.REVIEW)


def list_edits(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    rows = Operation.objects.filter(video__in=wish.videos).exclude(kind__in=ELSEWHERE)
    if wish.person is not None:
        rows = rows.filter(author_id=wish.person)
    if before is not None:
        # A stretch is read whole: only then is its newest gesture known, by which it has its place.
        rows = rows.filter(created_at__lt=_begin_stretch(before.at) + STRETCH)
    read = list(rows.order_by("-pk").values_list("pk", "author", "video", "kind", "created_at")[:MOST_READ])
    stretches: dict[tuple[datetime, int, int], list[tuple[int, str, datetime]]] = defaultdict(list)
    for pk, author, video, kind, at in read:
        stretches[(_begin_stretch(at), author, video)].append((pk, kind, at))
    if len(read) == MOST_READ:
        _drop_cut_off(stretches)
    people = User.objects.in_bulk({author for _, author, _ in stretches})
    videos = Video.objects.in_bulk({video for _, _, video in stretches})
    entries = [
        Entry(
            place=Place(at=max(at for *_, at in gestures), source="edits", number=max(pk for pk, *_ in gestures)),
            kind=Kind.EDITS,
            actor=name_person(people[author]),
            sentence=say_edits(Counter(kind for _, kind, _ in gestures)),
            video=name_video(videos[video]),
        )
        for (_, author, video), gestures in stretches.items()
    ]
    return sorted(entries, key=lambda entry: entry.place, reverse=True)


def say_edits(counts: Counter[str]) -> str:
    """ "made 12 edits: 8 prompts, 3 drawings, 1 tracking"."""
    parts = [f"{count} {WORDS[kind][count > 1] if kind in WORDS else kind}" for kind, count in counts.most_common()]
    total = counts.total()
    return f"made {total} edit{'s' if total > 1 else ''}: {', '.join(parts)}"


def _begin_stretch(at: datetime) -> datetime:
    return at - timedelta(seconds=at.timestamp() % STRETCH.total_seconds())


def _drop_cut_off(stretches: dict[tuple[datetime, int, int], list[tuple[int, str, datetime]]]) -> None:
    """Leave the oldest stretch, of which only a part was read, to the next page."""
    oldest = min(begin for begin, *_ in stretches)
    cut_off = [key for key in stretches if key[0] == oldest]
    if len(cut_off) < len(stretches):
        for key in cut_off:
            del stretches[key]
