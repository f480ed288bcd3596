"""What stands in the feed, and places in it."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from labeling.accounts.models import User
from labeling.events.project_schema import PersonState
from labeling.problems import Malformed
from labeling.projects.queries import describe_person
from labeling.videos.models import Video

ENTRIES_A_PAGE = 50


class Kind:
    EDITS = "edits"
    SUBMISSIONS = "submissions"
    REVIEWS = "reviews"
    ASSIGNMENTS = "assignments"
    VIDEOS = "videos"
    PROJECT = "project"

    ALL = (EDITS, SUBMISSIONS, REVIEWS, ASSIGNMENTS, VIDEOS, PROJECT)


@dataclass(frozen=True, order=True)
class Place:
    """Where an entry stands: by time, then by source and number, so that entries of one instant keep an order."""

    at: datetime
    source: str
    number: int


@dataclass(frozen=True)
class FeedWish:
    """Of one project, or of one of its videos; `before` is where the page before ended."""

    project: int
    video: int | None = None
    person: int | None = None
    kind: str = ""
    before: str = ""

    @property
    def videos(self) -> QuerySet[Video]:
        """Deleted ones too: who deleted them stands in the feed."""
        videos = Video.objects.filter(project_id=self.project)
        return videos if self.video is None else videos.filter(pk=self.video)


@dataclass(frozen=True)
class VideoName:
    id: int
    name: str


@dataclass(frozen=True)
class Entry:
    """`actor` did `sentence`; where nobody did, the sentence is about the video. `quote` is what they wrote."""

    place: Place
    kind: str
    actor: PersonState | None
    sentence: str
    video: VideoName | None = None
    masklet: int | None = None
    quote: str = ""

    @property
    def id(self) -> str:
        return f"{self.place.source}-{self.place.number}"


@dataclass(frozen=True)
class FeedPage:
    """`next` is None on the last page."""

    entries: list[Entry]
    next: str | None


def until(place: Place | None, *, field: str) -> Q:
    """Rows that may stand after the place; those of the same instant are sorted out later."""
    return Q() if place is None else Q(**{f"{field}__lte": place.at})


def name_person(user: User | None) -> PersonState | None:
    return None if user is None else describe_person(user)


def name_video(video: Video) -> VideoName:
    return VideoName(id=video.pk, name=video.name)


def write_place(place: Place) -> str:
    parts: list[Any] = [place.at.isoformat(), place.source, place.number]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_place(text: str) -> Place | None:
    """Raises Malformed unless `write_place` wrote it."""
    if not text:
        return None
    try:
        at, source, number = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        moment = parse_datetime(at)
        if moment is not None and moment.tzinfo and isinstance(source, str) and isinstance(number, int):
            return Place(at=moment, source=source, number=number)
    except (ValueError, TypeError, binascii.Error):
        pass
    raise Malformed("This is no place in the feed: send what the page before named in `next`, or leave `before` out.")
