"""Stale sends: two people on one frame, the edit that lost kept beside it, and what becomes of it."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from inference import rle as rle_codec
from inference.types import Rle
from tests.collaboration.client import Edit
from tests.collaboration.frame_rules import Drawing, drawn, lefts
from tests.collaboration.labelling import MACHINE_ORIGINS
from tests.collaboration.ledger import Mask
from tests.collaboration.machine_rules import Rules, frames, has_masklets, people, which


def has_side_edits(machine: "Rules") -> bool:
    return bool(machine.labelling.snapshots) and bool(machine.labelling.snapshots[-1]["side_edits"])


class ConflictRules(Drawing):
    @precondition(has_masklets)
    @rule(person=people, behind=st.integers(0, 4), which=which, frame=frames, left=lefts)
    def draw_on_what_was_seen(self, person: int, behind: int, which: int, frame: int, left: int) -> None:
        """Refused and kept beside exactly where another person changed the frame since."""
        pk = self._masklet(which)
        state = self.labelling.take_snapshot()
        base = max(0, state["masklets"][pk]["head"] - behind)
        is_conflict = self._is_conflict(
            person, state["heads"].get(pk, {}).get(frame), key=("mask", pk, frame), base=base
        )
        answer = self._draw(person, which, frame, left, name="stale send" if is_conflict else "draw", base_version=base)
        assert answer.status == (409 if is_conflict else 200), answer.body
        assert answer.is_acknowledged

    @precondition(has_masklets)
    @rule(person=people, beside=st.integers(1, 2), which=which, frame=frames, left=lefts)
    def draw_on_what_another_replaced(self, person: int, beside: int, which: int, frame: int, left: int) -> None:
        """Refused, whatever stood there: the edit is kept beside and nothing else is changed."""
        pk = self._masklet(which)
        base = self.labelling.take_snapshot()["masklets"][pk]["head"]
        self._draw((person + beside) % 3, which, frame, left)
        masks, before = self.labelling.read_masks(pk), self.labelling.take_snapshot()
        answer = self._draw(person, which, frame, left + 1, name="stale send", base_version=base)
        assert answer.status == 409, answer.body
        after = self.labelling.take_snapshot()
        kept = after["side_edits"][answer.body["side_edit"]]
        assert (kept["masklet"], kept["frame"], kept["base_version"]) == (pk, frame, base)
        assert self._read_side_edit(kept["id"])["rle"] == drawn(left + 1)[0]
        side_edits = {**before["side_edits"], kept["id"]: kept}
        assert after == {**before, "last_seq": before["last_seq"] + 1, "side_edits": side_edits}
        assert self.labelling.read_masks(pk) == masks

    @precondition(has_side_edits)
    @rule(person=people, number=which, how=st.sampled_from(("replace", "union")))
    def apply_side_edit(self, person: int, number: int, how: str) -> None:
        """It makes a version; with an object that was deleted it is out of sight until that is recovered."""
        kept = self._pick_side_edit(number)
        pk, frame = kept["masklet"], kept["frame"]
        edit = Edit("apply", "POST", f"/api/side-edits/{kept['id']}/apply/", {"how": how})
        if not self.labelling.ledger.read("there", pk):
            assert self._do(person, edit).status == 404
            return
        head = self.labelling.snapshots[-1]["masklets"][pk]["head"]
        answer = self._do(person, edit, self._replace(pk, frame, self._combine(kept, how)))
        assert answer.status == 200, answer.body
        assert answer.body["version"] == head + 1
        assert kept["id"] not in self.labelling.take_snapshot()["side_edits"]

    @precondition(has_side_edits)
    @rule(person=people, number=which)
    def dismiss_side_edit(self, person: int, number: int) -> None:
        kept = self._pick_side_edit(number)
        self._do(person, Edit("", "POST", f"/api/side-edits/{kept['id']}/dismiss/"), name="dismiss")

    def _is_conflict(self, person: int, head: Any, *, key: tuple[Any, ...], base: int) -> bool:
        writer = self.labelling.ledger.written_by.get(key)
        if head is None or writer is None or writer.author == self._hand(person).username:
            return False
        version, origin, _ = head
        return bool(version > base) and origin not in MACHINE_ORIGINS

    def _pick_side_edit(self, number: int) -> dict[str, Any]:
        there = self.labelling.take_snapshot()["side_edits"]
        kept: dict[str, Any] = there[sorted(there)[number % len(there)]]
        return kept

    def _read_side_edit(self, pk: int) -> Any:
        return self.labelling.hands[0].read(f"/api/side-edits/{pk}/")

    def _combine(self, kept: dict[str, Any], how: str) -> Mask:
        both = self._read_side_edit(kept["id"])
        mine, standing = both["rle"], both["standing"] and both["standing"]["rle"]
        if how == "replace" or standing is None:
            return Mask("present", "drawn", mine["counts"])
        ours, theirs = (rle_codec.decode(Rle(tuple(rle["size"]), rle["counts"])) for rle in (mine, standing))
        return Mask("present", "drawn", rle_codec.encode(ours | theirs).counts)
