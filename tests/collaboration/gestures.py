"""What a person does next, chosen at random from what their replica shows them."""

import random
from collections.abc import Callable
from typing import Any

from tests.collaboration.client import Edit
from tests.collaboration.replica import Replica
from tests.collaboration.shapes import square
from tests.collaboration.stage import SIZE, Stage

MASKLETS_AT_LEAST = 6
MASKLETS_AT_MOST = 16
# Short tracks: the model shares two cores with everything else.
TRACKED_FRAMES = 4


class Gestures:
    """`next_edit` depends on the seed and on the replica's state alone."""

    def __init__(self, stage: Stage, replica: Replica, *, seed: int) -> None:
        self._stage = stage
        self._replica = replica
        self._random = random.Random(seed)
        self._table: dict[Callable[[dict[str, Any]], Edit | None], float] = {
            self._draw: 58,
            self._draw_on_base: 8,
            self._mark: 10,
            self._prompt_mask: 10,
            self._prompt_point: 2,
            self._unprompt: 3,
            self._relabel: 5,
            self._delete: 1,
            self._propagate: 0.8,
            self._cancel: 0.7,
        }

    def next_edit(self) -> Edit:
        masklets = list(self._replica.state["masklets"].values())
        if len(masklets) < MASKLETS_AT_LEAST or (len(masklets) < MASKLETS_AT_MOST and self._random.random() < 0.02):
            return Edit("create", "POST", f"/api/videos/{self._replica.video}/masklets/", {"label": self._label()})
        while True:
            (make,) = self._random.choices(list(self._table), list(self._table.values()))
            edit = make(self._random.choice(masklets))
            if edit is not None:
                return edit

    def draw(self) -> Edit:
        """A drawing on whatever object there is, the gesture that needs no model."""
        return self._draw(self._random.choice(list(self._replica.state["masklets"].values())))

    def _label(self) -> int:
        return self._random.choice(self._stage.labels)

    def _frame(self) -> int:
        return self._random.randrange(self._stage.num_frames)

    def _rle(self) -> dict[str, Any]:
        height, width = SIZE
        return square(self._random.randrange(width - 30), self._random.randrange(height - 30), size=SIZE)

    def _draw(self, masklet: dict[str, Any]) -> Edit:
        return Edit("draw", "PUT", f"/api/masklets/{masklet['id']}/frames/{self._frame()}/", {"rle": self._rle()})

    def _draw_on_base(self, masklet: dict[str, Any]) -> Edit:
        """On the version that the replica shows, which may be an old one: others may have been first."""
        path = f"/api/masklets/{masklet['id']}/frames/{self._random.randrange(4)}/"
        base = max(0, masklet["head"] - self._random.choice((0, 0, 3)))
        return Edit("draw", "PUT", path, {"rle": self._rle(), "base_version": base})

    def _mark(self, masklet: dict[str, Any]) -> Edit:
        state = self._random.choice(("absent", "absent", "cleared"))
        return Edit("mark", "PUT", f"/api/masklets/{masklet['id']}/frames/{self._frame()}/", {"state": state})

    def _prompt_mask(self, masklet: dict[str, Any]) -> Edit:
        body = {"frame": self._frame(), "kind": "mask", "rle": self._rle()}
        return Edit("prompt", "POST", f"/api/masklets/{masklet['id']}/prompts/", body)

    def _prompt_point(self, masklet: dict[str, Any]) -> Edit:
        body = {"frame": self._frame(), "kind": "point", "points": [[100, 90]], "labels": [1]}
        return Edit("prompt", "POST", f"/api/masklets/{masklet['id']}/prompts/", body)

    def _unprompt(self, masklet: dict[str, Any]) -> Edit | None:
        prompts = [p["id"] for p in self._replica.state["prompts"].values() if p["masklet"] == masklet["id"]]
        return Edit("unprompt", "DELETE", f"/api/prompts/{self._random.choice(prompts)}/") if prompts else None

    def _relabel(self, masklet: dict[str, Any]) -> Edit:
        return Edit("relabel", "PATCH", f"/api/masklets/{masklet['id']}/", {"label": self._label()})

    def _delete(self, masklet: dict[str, Any]) -> Edit | None:
        few = len(self._replica.state["masklets"]) <= MASKLETS_AT_LEAST
        return None if few else Edit("delete", "DELETE", f"/api/masklets/{masklet['id']}/")

    def _propagate(self, masklet: dict[str, Any]) -> Edit | None:
        drawn = [
            frame
            for frame, (_, origin, state) in self._replica.state["heads"].get(masklet["id"], {}).items()
            if origin in {"drawn", "prompted"} and state == "present"
        ]
        if not drawn:
            return None
        start = self._random.choice(drawn)
        stop = min(start + TRACKED_FRAMES, self._stage.num_frames)
        body = {"masklets": [masklet["id"]], "direction": "forward", "start": start, "stop": stop}
        return Edit("propagate", "POST", f"/api/videos/{self._replica.video}/propagations/", body)

    def _cancel(self, masklet: dict[str, Any]) -> Edit | None:
        del masklet
        jobs = self._replica.state["propagations"].values()
        going_on = [job["id"] for job in jobs if job["status"] in {"queued", "running"}]
        return Edit("", "DELETE", f"/api/propagations/{self._random.choice(going_on)}/") if going_on else None
