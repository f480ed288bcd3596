"""What every message of a websocket does for every role. A message that is missing here fails the suite."""

from dataclasses import dataclass
from typing import Any

# What the others on the video receive, or the sender's own answer, or the code with which the socket is closed before
# anything is read. Roles do not differ: whoever may see a video may show themselves on it.
Outcome = str | int


@dataclass(frozen=True)
class MessageRow:
    """The outcomes are those of routes.ROLES, in order; a token needs the scope."""

    type: str
    outcomes: tuple[Outcome, Outcome, Outcome, Outcome, Outcome]
    message: dict[str, Any]
    answers_sender: bool = False
    scope: str = "read"


def members(outcome: Outcome) -> tuple[Outcome, Outcome, Outcome, Outcome, Outcome]:
    return (4401, 4404, outcome, outcome, outcome)


MESSAGE_ROWS = [
    MessageRow("presence", members("presence"), {"frame": 3, "tool": "point", "masklet": None}),
    MessageRow("cursor", members("cursor"), {"frame": 3, "at": [5, 6]}),
    MessageRow(
        "stroke",
        members("stroke"),
        {"stroke": "a", "masklet": 1, "frame": 3, "tool": "brush", "size_px": 4, "points": [[1, 2]]},
        scope="annotate",
    ),
    MessageRow("hold", members("presence"), {"masklet": 1, "frame": 3}, scope="annotate"),
    MessageRow("release", members("presence"), {}, scope="annotate"),
    # There is no gpu worker that could answer, and nobody else hears of it.
    MessageRow("preview", members("silence"), {"masklet": 1, "frame": 3, "at": [5, 6]}, scope="annotate"),
    MessageRow("ping", members("pong"), {}, answers_sender=True),
]
