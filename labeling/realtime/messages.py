"""What travels on a video's websocket as text, typed; binary messages are `labeling.events.wire`'s masks.

Ephemeral: nothing of this is stored but the events, which are `labeling.events.schema`'s.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PresenceUpdate(Strict):
    """Where a person is: the frame they look at, the tool in their hand, the masklet they have selected."""

    type: Literal["presence"]
    frame: int = Field(ge=0, le=2**31 - 1)
    tool: str = Field(max_length=40)
    masklet: int | None = Field(default=None, ge=1, le=2**63 - 1)


class Ping(Strict):
    type: Literal["ping"]


class Person(Strict):
    id: int
    username: str
    display_name: str


class PresentPerson(Strict):
    """One open page; a person with two pages is there twice."""

    session: str
    user: Person
    frame: int
    tool: str
    masklet: int | None


class Hello(Strict):
    type: Literal["hello"] = "hello"
    last_seq: int
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


class Pong(Strict):
    type: Literal["pong"] = "pong"


class ErrorMessage(Strict):
    type: Literal["error"] = "error"
    detail: str


ClientMessage = PresenceUpdate | Ping
ServerMessage = Hello | EventMessage | SnapshotRequired | Progress | Presence | Pong | ErrorMessage

client_adapter: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])
server_adapter: TypeAdapter[ServerMessage] = TypeAdapter(Annotated[ServerMessage, Field(discriminator="type")])


def parse_client_message(text: str) -> ClientMessage | None:
    """Read a message from a browser; None where it is not one."""
    try:
        return client_adapter.validate_json(text)
    except ValidationError:
        return None


def describe_messages() -> dict[str, Any]:
    """The JSON schemas of both directions, by which the frontend's types are generated."""
    return {"client": client_adapter.json_schema(), "server": server_adapter.json_schema()}
