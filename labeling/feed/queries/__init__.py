"""Who did what, newest first, from what the apps below keep anyway: nothing is written for it."""

from labeling.feed.queries.entries import Entry, FeedPage, FeedWish, Kind
from labeling.feed.queries.reading import read_feed

__all__ = ["Entry", "FeedPage", "FeedWish", "Kind", "read_feed"]
