"""What travels on a video's websocket as text, typed; binary messages are `labeling.events.wire`'s masks.

Ephemeral: nothing of this is stored but the events, which are `labeling.events.schema`'s.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from labeling.accounts.models import Scope
from labeling.events.project_schema import NumberedChange

MAX_PIECE_POINTS = 200

FrameIndex = Annotated[int, Field(ge=0, le=2**31 - 1)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
# In pixels of the picture from the top left; a view or a stroke may reach over its edges.
Pixel = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PresenceUpdate(Strict):
    """Where a person is: the frame they look at, the tool in their hand, the masklet they have selected.

    `view` is the part of the picture that they see, [x0, y0, x1, y1] in its pixels.
    """

    type: Literal["presence"]
    frame: FrameIndex
    tool: str = Field(max_length=40)
    masklet: RowId | None = None
    view: tuple[Pixel, Pixel, Pixel, Pixel] | None = None


class CursorUpdate(Strict):
    """Where the pointer is over the picture; null when it has left it."""

    type: Literal["cursor"]
    frame: FrameIndex
    at: tuple[Pixel, Pixel] | None


class StrokePiece(Strict):
    """The next points of a stroke that is being drawn, before it is committed.

    `stroke` is the sender's name for it, new for each. Each piece begins with the last point of the one before, so that
    one that is lost leaves a gap and nothing worse. `ended`: the pen has been lifted, the mask is on its way.
    """

    type: Literal["stroke"]
    stroke: str = Field(pattern=r"^[A-Za-z0-9-]{1,40}$")
    masklet: RowId
    frame: FrameIndex
    tool: Literal["brush", "eraser"]
    size_px: float = Field(gt=0, le=10_000, allow_inf_nan=False)
    points: list[tuple[Pixel, Pixel]] = Field(max_length=MAX_PIECE_POINTS)
    ended: bool = False


class HoldRequest(Strict):
    """A soft hold: others are warned before they edit this masklet on this frame; it expires by itself."""

    type: Literal["hold"]
    masklet: RowId
    frame: FrameIndex


class HoldRelease(Strict):
    type: Literal["release"]


class PreviewRequest(Strict):
    """What mask would a point here give? Answered to the asker alone, as a binary message of kind preview, or not at
    all where it would come later than half a second."""

    type: Literal["preview"]
    masklet: RowId
    frame: FrameIndex
    at: tuple[Pixel, Pixel]
    label: Literal[0, 1] = 1


class Ping(Strict):
    type: Literal["ping"]


class Person(Strict):
    id: int
    username: str
    display_name: str


class Hold(Strict):
    masklet: int
    frame: int


class PresentPerson(Strict):
    """One open page; a person with two pages is there twice."""

    session: str
    user: Person
    frame: int
    tool: str
    masklet: int | None
    view: tuple[float, float, float, float] | None = None
    hold: Hold | None = None


class Hello(Strict):
    type: Literal["hello"] = "hello"
    last_seq: int
    last_change: int
    session: str
    presence: list[PresentPerson]


class EventMessage(Strict):
    type: Literal["event"] = "event"
    event: dict[str, Any]


class SnapshotRequired(Strict):
    """The client is too far behind, or ahead of what the server knows: it takes a snapshot."""

    type: Literal["snapshot_required"] = "snapshot_required"
    last_seq: int


class Progress(Strict):
    type: Literal["progress"] = "progress"
    propagation: int
    frames_done: int
    frames_total: int


class Presence(Strict):
    type: Literal["presence"] = "presence"
    people: list[PresentPerson]


class Cursor(Strict):
    """A pointer of another page; `at` is null when it has left the picture."""

    type: Literal["cursor"] = "cursor"
    session: str
    frame: int
    at: tuple[float, float] | None


class Stroke(Strict):
    """A piece of a stroke of another page; see `StrokePiece`."""

    type: Literal["stroke"] = "stroke"
    session: str
    stroke: str
    masklet: int
    frame: int
    tool: Literal["brush", "eraser"]
    size_px: float
    points: list[tuple[float, float]]
    ended: bool


class ProjectMessage(Strict):
    """What an admin has changed in the project."""

    type: Literal["project"] = "project"
    change: NumberedChange


class Pong(Strict):
    type: Literal["pong"] = "pong"


class ErrorMessage(Strict):
    type: Literal["error"] = "error"
    detail: str


ClientMessage = PresenceUpdate | CursorUpdate | StrokePiece | HoldRequest | HoldRelease | PreviewRequest | Ping
ServerMessage = (
    Hello
    | EventMessage
    | SnapshotRequired
    | Progress
    | Presence
    | Cursor
    | Stroke
    | ProjectMessage
    | Pong
    | ErrorMessage
)

client_adapter: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])
server_adapter: TypeAdapter[ServerMessage] = TypeAdapter(Annotated[ServerMessage, Field(discriminator="type")])


def find_message_scope(message: ClientMessage) -> Scope:
    """What a token needs to send it: to say that one works, or to have a model work, is more than to look on."""
    if isinstance(message, StrokePiece | HoldRequest | HoldRelease | PreviewRequest):
        return Scope.ANNOTATE
    return Scope.READ


def parse_client_message(text: str) -> ClientMessage | None:
    """Read a message from a browser; None where it is not one."""
    try:
        return client_adapter.validate_json(text)
    except ValidationError:
        return None


def describe_messages() -> dict[str, Any]:
    """The JSON schemas of both directions, by which the frontend's types are generated."""
    return {"client": client_adapter.json_schema(), "server": server_adapter.json_schema()}
