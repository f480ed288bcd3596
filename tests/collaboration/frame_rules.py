"""Statements about one frame, prompts, and the tracks that start from them."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.collaboration.client import Answer, Edit
from tests.collaboration.labelling import Values
from tests.collaboration.ledger import Mask
from tests.collaboration.machine_rules import NUM_FRAMES, SIZE, Rules, frames, has_masklets, people, which
from tests.collaboration.shapes import square

lefts = st.integers(0, 40)


def drawn(left: int) -> tuple[dict[str, Any], Mask]:
    rle = square(left, 10, side=20, size=SIZE)
    return rle, Mask("present", "drawn", rle["counts"])


class Drawing(Rules):
    def _draw(
        self, person: int, which: int, frame: int, left: int, *, name: str = "draw", base_version: int | None = None
    ) -> Answer:
        """On the newest version, or on the one given."""
        pk = self._masklet(which)
        rle, mask = drawn(left)
        body = {"rle": rle} if base_version is None else {"rle": rle, "base_version": base_version}
        edit = Edit("draw", "PUT", f"/api/masklets/{pk}/frames/{frame}/", body)
        return self._do(person, edit, self._replace(pk, frame, mask), name=name)

    def _replace(self, pk: int, frame: int, mask: Mask | None) -> Callable[[Any], Values]:
        """A statement takes the place of the frame's prompts."""
        standing = self.labelling.hands[0].read(f"/api/videos/{self.labelling.video}/prompts/")
        gone = {
            ("prompt", entry["id"]): None for entry in standing if (entry["masklet"], entry["frame"]) == (pk, frame)
        }
        return lambda _: {("mask", pk, frame): mask, **gone}


class FrameRules(Drawing):
    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, left=lefts)
    def draw(self, person: int, which: int, frame: int, left: int) -> None:
        self._draw(person, which, frame, left)

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, state=st.sampled_from(("absent", "cleared")))
    def mark(self, person: int, which: int, frame: int, state: str) -> None:
        pk = self._masklet(which)
        edit = Edit("mark", "PUT", f"/api/masklets/{pk}/frames/{frame}/", {"state": state})
        said = None if state == "cleared" else Mask("absent", "drawn", None)
        self._do(person, edit, self._replace(pk, frame, said))

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, left=lefts)
    def prompt_mask(self, person: int, which: int, frame: int, left: int) -> None:
        pk = self._masklet(which)
        rle, mask = drawn(left)
        said: Values = {("mask", pk, frame): Mask("present", "prompted", mask.counts)}
        self._prompt(person, pk, {"frame": frame, "kind": "mask", "rle": rle}, said)

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, x=st.integers(5, 60), positive=st.booleans())
    def prompt_point(self, person: int, which: int, frame: int, x: int, positive: bool) -> None:
        body = {"frame": frame, "kind": "point", "points": [[x, 20]], "labels": [int(positive)]}
        self._prompt(person, self._masklet(which), body, {})

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames)
    def prompt_box(self, person: int, which: int, frame: int) -> None:
        self._prompt(person, self._masklet(which), {"frame": frame, "kind": "box", "box": [8, 8, 40, 40]}, {})

    @precondition(has_masklets)
    @rule(person=people, which=which, number=which)
    def unprompt(self, person: int, which: int, number: int) -> None:
        prompts = self.labelling.ledger.list_prompts(self._masklet(which))
        if prompts:
            prompt = prompts[number % len(prompts)]
            edit = Edit("unprompt", "DELETE", f"/api/prompts/{prompt}/")
            self._do(person, edit, lambda _: {("prompt", prompt): None})

    @precondition(has_masklets)
    @rule(person=people, which=which, start=frames, length=st.integers(1, NUM_FRAMES), both=st.booleans())
    def propagate(self, person: int, which: int, start: int, length: int, both: bool) -> None:
        self._propagate(person, which, start, length, both=both)

    @precondition(has_masklets)
    @rule(person=people, other=people, which=which, start=st.integers(0, 3), length=st.integers(2, 5), left=lefts)
    def propagate_and_cancel(self, person: int, other: int, which: int, start: int, length: int, left: int) -> None:
        """A track that has what it starts from, and has come some way."""
        self._draw(person, which, start, left)
        answer = self._propagate(person, which, start, length, both=False)
        self.labelling.work(length - 1)
        if answer.status < 300:
            self._do(other, Edit("", "DELETE", f"/api/propagations/{answer.body['id']}/"), name="cancel")

    @rule(person=people, number=which)
    def cancel(self, person: int, number: int) -> None:
        jobs = sorted(self.labelling.jobs)[-3:]
        if jobs:
            edit = Edit("", "DELETE", f"/api/propagations/{jobs[number % len(jobs)]}/")
            self._do(person, edit, name="cancel")

    def _propagate(self, person: int, which: int, start: int, length: int, *, both: bool) -> Answer:
        body = {
            "masklets": [self._masklet(which)],
            "direction": "both" if both else "forward",
            "start": start,
            "stop": min(start + length, NUM_FRAMES),
        }
        path = f"/api/videos/{self.labelling.video}/propagations/"
        answer = self._do(person, Edit("propagate", "POST", path, body))
        if answer.status < 300:
            self.labelling.jobs[answer.body["id"]] = max(self.labelling.ledger.deeds)
        return answer

    def _prompt(self, person: int, pk: int, body: dict[str, Any], said: Values) -> None:
        edit = Edit("prompt", "POST", f"/api/masklets/{pk}/prompts/", body)
        self._do(
            person,
            edit,
            lambda answer: {
                ("prompt", answer["prompt"]["id"]): pk,
                **{("prompt", removed): None for removed in answer["removed"]},
                **said,
            },
        )
