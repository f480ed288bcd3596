"""What a client does with a snapshot and the events after it, written out a second time and as plainly as can be.

The browser's own is `frontend/src/state/reduceEvent.ts`; both are held to `tests/golden/events_replay.json`.
"""

from copy import deepcopy
from typing import Any

State = dict[str, Any]
UNFINISHED = {"queued", "running"}
# What `labeling.realtime.replay` says; clients in processes of their own import nothing of the server's.
NEWEST_PROPAGATIONS = 10


def read_snapshot(snapshot: dict[str, Any]) -> State:
    """Snapshots in a form in which equal ones are equal: things by id, heads by frame."""
    return {
        "last_seq": snapshot["last_seq"],
        "video": {key: value for key, value in snapshot["video"].items() if key != "num_masklets"},
        "num_masklets": snapshot["video"]["num_masklets"],
        "masklets": {masklet["id"]: masklet for masklet in snapshot["masklets"]},
        "prompts": {prompt["id"]: prompt for prompt in snapshot["prompts"]},
        "heads": {
            heads["masklet"]: {
                frame: (version, origin, state)
                for start, stop, version, origin, state in heads["ranges"]
                for frame in range(start, stop)
            }
            for heads in snapshot["heads"]
        },
        "propagations": {propagation["id"]: propagation for propagation in snapshot["propagations"]},
        "side_edits": {side_edit["id"]: side_edit for side_edit in snapshot["side_edits"]},
    }


def reduce_events(state: State, events: list[dict[str, Any]]) -> State:
    """The state after the events; raises ValueError at a gap."""
    state = deepcopy(state)
    for event in events:
        follow(state, event)
    return state


def follow(state: State, event: dict[str, Any]) -> None:
    """Bring the state itself to after the event; raises ValueError at a gap."""
    if event["seq"] != state["last_seq"] + 1:
        raise ValueError(f"event {event['seq']} came after {state['last_seq']}")
    _apply(state, event)
    state["last_seq"] = event["seq"]
    state["num_masklets"] = len(state["masklets"])
    if event["type"] == "propagation.changed":
        newest = sorted(state["propagations"])[-NEWEST_PROPAGATIONS:]
        state["propagations"] = {
            key: job for key, job in state["propagations"].items() if key in newest or job["status"] in UNFINISHED
        }


def _apply(state: State, event: dict[str, Any]) -> None:
    if event["type"] == "video.changed":
        state["video"] = event["video"]
    elif event["type"] == "masklet.changed":
        state["masklets"][event["masklet"]["id"]] = event["masklet"]
    elif event["type"] == "masklet.deleted":
        del state["masklets"][event["masklet"]]
        state["heads"].pop(event["masklet"], None)
        state["prompts"] = {
            key: prompt for key, prompt in state["prompts"].items() if prompt["masklet"] != event["masklet"]
        }
    elif event["type"] == "prompts.changed":
        for prompt_id in event["removed"]:
            del state["prompts"][prompt_id]
        state["prompts"].update({prompt["id"]: prompt for prompt in event["added"]})
    elif event["type"] == "masks.changed":
        for entry in event["ranges"]:
            heads = state["heads"].setdefault(entry["masklet"], {})
            statement = (entry["version"], entry["origin"], entry["state"])
            heads.update(dict.fromkeys(range(entry["start"], entry["stop"]), statement))
            masklet = state["masklets"][entry["masklet"]]
            masklet["head"] = max(masklet["head"], entry["version"])
    elif event["type"] == "side_edit.opened":
        state["side_edits"][event["side_edit"]["id"]] = event["side_edit"]
    elif event["type"] == "side_edit.closed":
        del state["side_edits"][event["side_edit"]]
    elif event["type"] == "propagation.changed":
        state["propagations"][event["propagation"]["id"]] = event["propagation"]
