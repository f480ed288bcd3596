"""SA-V's JSON, `{video}_manual.json`, as the published example has it, made piece by piece.

`masklet[k][object]` is the COCO RLE of annotated frame k, which is frame k · ann_every. The format has no word for
"nothing is said about this frame": it is an empty mask there, as for "the object is not there". Counts are floats
where the example has floats. An object that is seen on no annotated frame is left out.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from inference.rle import encode_empty
from inference.types import Rle
from labeling.videos.models import Video

# Mean area in pixels, as in SA-V's paper: S below 32², M below 96², L from there.
SMALL_BELOW_PX = 32**2
MEDIUM_BELOW_PX = 96**2
MEDIA_EXTENSIONS = re.compile(r"\.(mp4|m4v|mov|mkv|webm|avi|ts|m2ts|mpe?g)$", re.IGNORECASE)
UNSAFE_IN_NAMES = re.compile(r"[^\w .()+,=@-]+")
MAX_NAME_CHARS = 120


@dataclass(frozen=True)
class Track:
    """One object on the annotated frames: its mask's area by frame where it is seen, and the frames people edited."""

    areas_px: Mapping[int, int]
    num_edited: int


def list_annotated_frames(video: Video, ann_every: int) -> range:
    return range(0, video.num_frames, ann_every)


def write_sav(
    *, video: Video, video_id: str, ann_every: int, tracks: Sequence[Track], masks: Iterator[Sequence[Rle | None]]
) -> Iterator[bytes]:
    """The file in pieces. `masks` gives, for each annotated frame in order, one mask (or None) per track."""
    empty = _as_json(encode_empty((video.height, video.width)))
    head = json.dumps(_describe_video(video, video_id))
    yield (head[:-1] + ', "masklet": [').encode()
    separator = ""
    for row in masks:
        cells = [_as_json(rle) if rle is not None else empty for rle in row]
        yield (separator + json.dumps(cells)).encode()
        separator = ", "
    tail = json.dumps(_describe_tracks(video, ann_every, tracks))
    yield ("], " + tail[1:]).encode()


def name_files(videos: Sequence[Video]) -> list[str]:
    """A name for each video that is safe on every file system and unlike all others, without its media extension."""
    taken: set[str] = set()
    names = []
    for video in videos:
        stem = UNSAFE_IN_NAMES.sub("_", MEDIA_EXTENSIONS.sub("", video.name)).strip(" .")[:MAX_NAME_CHARS] or "video"
        name, copy = stem, 2
        while name.casefold() in taken:
            name, copy = f"{stem}-{copy}", copy + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _describe_video(video: Video, video_id: str) -> dict[str, Any]:
    return {
        "video_id": video_id,
        "video_duration": float(video.duration_s),
        "video_frame_count": float(video.num_frames),
        "video_height": float(video.height),
        "video_width": float(video.width),
        "video_resolution": float(video.height * video.width),
        "video_environment": "Unknown",
        "video_split": "train",
    }


def _describe_tracks(video: Video, ann_every: int, tracks: Sequence[Track]) -> dict[str, Any]:
    frames = list_annotated_frames(video, ann_every)
    sizes = [sum(track.areas_px.values()) / len(track.areas_px) for track in tracks]
    return {
        "masklet_id": list(range(len(tracks))),
        "masklet_size_rel": [round(size / (video.height * video.width), 10) for size in sizes],
        "masklet_size_abs": [round(size, 10) for size in sizes],
        "masklet_size_bucket": [_name_size(size) for size in sizes],
        "masklet_visibility_changes": [_count_changes(track, frames) for track in tracks],
        "masklet_first_appeared_frame": [float(frames.index(min(track.areas_px))) for track in tracks],
        "masklet_frame_count": [len(frames)] * len(tracks),
        "masklet_edited_frame_count": [track.num_edited for track in tracks],
        "masklet_type": ["manual"] * len(tracks),
        "masklet_stability_score": [None] * len(tracks),
        "masklet_num": len(tracks),
    }


def _name_size(area_px: float) -> str:
    if area_px < SMALL_BELOW_PX:
        return "small"
    return "medium" if area_px < MEDIUM_BELOW_PX else "large"


def _count_changes(track: Track, frames: range) -> int:
    """How often the object goes out of sight or comes back, counted from its first appearance."""
    seen = [frame in track.areas_px for frame in frames if frame >= min(track.areas_px)]
    return sum(before != after for before, after in pairwise(seen))


def _as_json(rle: Rle) -> dict[str, Any]:
    return {"size": list(rle.size), "counts": rle.counts}
