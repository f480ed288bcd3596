"""What SA-V's format has no word for: `{video}_objects.json` beside each `{video}_manual.json`.

`objects[k]` is the object of SA-V's `masklet_id` k: its number in the editor, its label's name, and its attributes by
name, in the label's order; a choice by its option's name, null where nothing is said. A checkbox always says something.
"""

import json
from collections.abc import Sequence
from typing import Any

from labeling.events.project_schema import AttributeState
from labeling.masklets.models import Masklet
from labeling.projects.rules import list_live


def write_objects(*, video_id: str, masklets: Sequence[Masklet]) -> bytes:
    """The file; `masklets` have their labels loaded and stand in the order of the video's other file."""
    objects = [_describe(position, masklet) for position, masklet in enumerate(masklets)]
    return json.dumps({"video_id": video_id, "objects": objects}, ensure_ascii=False, indent=1).encode()


def _describe(position: int, masklet: Masklet) -> dict[str, Any]:
    return {
        "masklet_id": position,
        "number": masklet.number,
        "label": masklet.label.name,
        "attributes": {
            attribute.name: _say(attribute, masklet.attributes.get(attribute.id))
            for attribute in list_live(masklet.label)
        },
    }


def _say(attribute: AttributeState, value: Any) -> Any:
    if attribute.kind == "checkbox":
        return bool(value)
    if attribute.kind != "choice":
        return value
    return next((option.name for option in attribute.options if option.id == value and not option.removed), None)
