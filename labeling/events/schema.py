"""Every event of a video, typed, without extra fields.

An event on the wire is `{seq, type, actor, at, …payload}`: `seq` counts from 1 without gaps within the video, `actor`
is a user's id or null for the system, `at` is ISO 8601 in UTC. Frames are zero-based, ranges are [start, stop). The
states equal the REST shapes of the same things, less what depends on who asks. TypeScript's types are generated from
here.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

MaskOrigin = Literal["prompted", "propagated", "drawn", "imported", "automatic", "restored"]
MaskPresence = Literal["present", "absent", "cleared"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReviewSummary(Strict):
    decision: Literal["satisfactory", "unsatisfactory", "not_well_defined"]
    comment: str
    reviewer: int
    at: datetime


AttributeValue = bool | int | float | str
"""What is said of an object: yes or no, a number, text, or the id of an option."""


class MaskletState(Strict):
    """One object through the video. `approved` holds [start, stop, version] triples.

    `attributes` are values by the attribute's id; some may be of attributes that the label does not have (any more).
    """

    id: int
    video: int
    label: int
    number: int
    status: Literal["draft", "submitted", "approved", "rejected", "not_well_defined"]
    head: int
    author: int
    submitted_version: int | None
    approved: list[tuple[int, int, int]]
    last_review: ReviewSummary | None
    created_at: datetime
    attributes: dict[str, AttributeValue] = {}


class RleState(Strict):
    """COCO run lengths: `size` is [height, width] in pixels, `counts` the compressed string."""

    size: tuple[int, int]
    counts: str


class PromptState(Strict):
    """Pixels from the top left of the proxy; `labels` 1 positive, 0 negative."""

    id: int
    masklet: int
    frame: int
    kind: Literal["point", "box", "mask"]
    points: list[tuple[float, float]] | None
    labels: list[Literal[0, 1]] | None
    box: tuple[float, float, float, float] | None
    rle: RleState | None
    author: int
    created_at: datetime


class VideoState(Strict):
    """`progress` 0 to 1 and `eta_s`, the seconds left as of this event, tell how far the ingest is."""

    id: int
    project: int
    name: str
    status: Literal["uploaded", "ingesting", "ready", "failed"]
    problem: str
    warning: str
    progress: float
    eta_s: float | None
    can_retry: bool
    num_frames: int
    width: int
    height: int
    duration_s: float
    created_by: int
    created_at: datetime
    archived: bool = False
    deleted: bool = False


class PropagationState(Strict):
    id: int
    video: int
    masklets: list[int]
    direction: Literal["forward", "backward", "both"]
    start: int
    stop: int
    anchor: int
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    frames_done: int
    frames_total: int
    stopped_at: list[int]
    problem: str
    cancel_requested: bool
    created_by: int
    created_at: datetime


class MaskRange(Strict):
    """Frames [start, stop) of a masklet whose head is now `version`; masks travel apart."""

    masklet: int
    start: int
    stop: int
    version: int
    origin: MaskOrigin
    state: MaskPresence


class SideEditState(Strict):
    """An edit of a frame that came after another person's; its mask travels apart."""

    id: int
    masklet: int
    frame: int
    state: MaskPresence
    base_version: int
    author: int
    created_at: datetime


class VideoChanged(Strict):
    type: Literal["video.changed"] = "video.changed"
    video: VideoState


class MaskletChanged(Strict):
    type: Literal["masklet.changed"] = "masklet.changed"
    masklet: MaskletState


class MaskletDeleted(Strict):
    type: Literal["masklet.deleted"] = "masklet.deleted"
    masklet: int


class PromptsChanged(Strict):
    type: Literal["prompts.changed"] = "prompts.changed"
    operation: int
    added: list[PromptState]
    removed: list[int]


class MasksChanged(Strict):
    type: Literal["masks.changed"] = "masks.changed"
    operation: int
    kind: str
    ranges: list[MaskRange]


class PredictionFailed(Strict):
    type: Literal["prediction.failed"] = "prediction.failed"
    masklet: int
    frame: int
    operation: int
    problem: str


class PropagationChanged(Strict):
    type: Literal["propagation.changed"] = "propagation.changed"
    propagation: PropagationState


class SideEditOpened(Strict):
    type: Literal["side_edit.opened"] = "side_edit.opened"
    side_edit: SideEditState


class SideEditClosed(Strict):
    """Somebody applied or dismissed it; what was applied comes as `masks.changed`."""

    type: Literal["side_edit.closed"] = "side_edit.closed"
    side_edit: int


EventPayload = (
    VideoChanged
    | MaskletChanged
    | MaskletDeleted
    | PromptsChanged
    | MasksChanged
    | PredictionFailed
    | PropagationChanged
    | SideEditOpened
    | SideEditClosed
)

payload_adapter: TypeAdapter[EventPayload] = TypeAdapter(Annotated[EventPayload, Field(discriminator="type")])


def parse_payload(event: dict[str, Any]) -> EventPayload:
    """Read an event from the wire; raises pydantic.ValidationError when a field is missing, wrong or too many."""
    return payload_adapter.validate_python({k: v for k, v in event.items() if k not in {"seq", "actor", "at"}})


def describe_schema() -> dict[str, Any]:
    """The JSON schema of every payload, by which the frontend's types are generated."""
    return payload_adapter.json_schema()
