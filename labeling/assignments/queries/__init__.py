"""Everything that reads who has which video and how far each video is."""

from labeling.assignments.queries.assignees import Assignee, describe_assignment, find_assignment, list_assignees
from labeling.assignments.queries.listing import VideosPage, VideosWish, list_videos
from labeling.assignments.queries.progress import (
    MaskletCounts,
    ProjectProgress,
    Stage,
    find_progress,
    list_progress,
    with_work,
)
from labeling.assignments.queries.queues import (
    count_held,
    find_first_to_review,
    list_assigned,
    list_to_annotate,
    list_to_review,
    submitted_for,
)

__all__ = [
    "Assignee",
    "MaskletCounts",
    "ProjectProgress",
    "Stage",
    "VideosPage",
    "VideosWish",
    "count_held",
    "describe_assignment",
    "find_assignment",
    "find_first_to_review",
    "find_progress",
    "list_assigned",
    "list_assignees",
    "list_progress",
    "list_to_annotate",
    "list_to_review",
    "list_videos",
    "submitted_for",
    "with_work",
]
