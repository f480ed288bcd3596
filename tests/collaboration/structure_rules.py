"""Edits of whole objects: made, relabelled, deleted, recovered, split, swapped, merged, copied, restored."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.collaboration.client import Answer, Edit
from tests.collaboration.frame_rules import Drawing, lefts
from tests.collaboration.labelling import Values
from tests.collaboration.ledger import Mask
from tests.collaboration.machine_rules import NUM_FRAMES, frames, has_masklets, labels, people, which


def shape_of(mask: Mask | None) -> tuple[str, str | None] | None:
    return None if mask is None else (mask.state, mask.counts)


class StructureRules(Drawing):
    @rule(person=people, label=labels)
    def create(self, person: int, label: int) -> None:
        edit = Edit("create", "POST", f"/api/videos/{self.labelling.video}/masklets/", {"label": self._label(label)})
        self._do(person, edit, lambda body: {("there", body["id"]): True, ("label", body["id"]): body["label"]})

    @precondition(has_masklets)
    @rule(person=people, which=which, label=labels)
    def relabel(self, person: int, which: int, label: int) -> None:
        pk = self._masklet(which)
        edit = Edit("relabel", "PATCH", f"/api/masklets/{pk}/", {"label": self._label(label)})
        self._do(person, edit, lambda body: {("label", pk): body["label"]})

    @precondition(has_masklets)
    @rule(person=people, which=which)
    def delete(self, person: int, which: int) -> None:
        pk = self._masklet(which)
        self._do(person, Edit("delete", "DELETE", f"/api/masklets/{pk}/"), lambda _: {("there", pk): False})

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames)
    def split(self, person: int, which: int, frame: int) -> None:
        self._split(person, which, frame)

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=st.integers(1, NUM_FRAMES - 1), left=lefts)
    def split_between(self, person: int, which: int, frame: int, left: int) -> None:
        """An object that is drawn on both sides of the cut, once its clicks are answered; a track alone forbids it."""
        for number in (frame - 1, frame):
            self._draw(person, which, number, left)
        self.labelling.work(1)
        answer = self._split(person, which, frame)
        assert answer.status < 300 or self.labelling.list_open_jobs(), answer.body

    def _split(self, person: int, which: int, frame: int) -> Answer:
        pk = self._masklet(which)
        later = {at: mask for at, mask in self.labelling.ledger.list_masks(pk).items() if at >= frame}

        def expect(body: Any) -> Values:
            made = next(masklet for masklet in body["masklets"] if masklet["id"] != pk)
            return {
                ("there", made["id"]): True,
                ("label", made["id"]): self.labelling.ledger.read("label", pk),
                **{("mask", pk, at): None for at in later},
                **{("mask", made["id"], at): mask for at, mask in later.items()},
            }

        return self._do(person, Edit("split", "POST", f"/api/masklets/{pk}/split/", {"frame": frame}), expect)

    @precondition(has_masklets)
    @rule(person=people, which=which, other=which, frame=frames)
    def swap(self, person: int, which: int, other: int, frame: int) -> None:
        pair = (self._masklet(which), self._masklet(other))
        said = [self.labelling.ledger.list_masks(pk) for pk in pair]
        touched = {at for masks in said for at in masks if at >= frame}
        values: Values = {
            ("mask", pk, at): masks.get(at) for pk, masks in zip(pair, reversed(said), strict=True) for at in touched
        }
        body = {"other": pair[1], "frame": frame}
        self._do(person, Edit("swap", "POST", f"/api/masklets/{pair[0]}/swap/", body), lambda _: values)

    @precondition(has_masklets)
    @rule(person=people, which=which, beside=st.integers(0, 2), keep=st.sampled_from((None, "target", "source")))
    def merge(self, person: int, which: int, beside: int, keep: str | None) -> None:
        there = self.labelling.ledger.list_masklets()
        # Most often another object than the first.
        pk, source = (there[(which + further) % len(there)] for further in (0, beside))
        ours, theirs = (self.labelling.ledger.list_masks(found) for found in (pk, source))
        wins = {("present", "absent")} | ({("present", "present")} if keep == "source" else set())
        taken = {at: m for at, m in theirs.items() if at not in ours or (m.state, ours[at].state) in wins}
        values: Values = {("there", source): False, **{("mask", pk, at): mask for at, mask in taken.items()}}
        body = {"source": source, "keep": keep}
        self._do(person, Edit("merge", "POST", f"/api/masklets/{pk}/merge/", body), lambda _: values)

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, start=frames, length=st.integers(1, 4))
    def copy(self, person: int, which: int, frame: int, start: int, length: int) -> None:
        pk, stop = self._masklet(which), min(start + length, NUM_FRAMES)
        mask = self.labelling.ledger.read("mask", pk, frame)
        copied = mask and Mask("present", "drawn", mask.counts)
        values: Values = {("mask", pk, at): copied for at in range(start, stop) if at != frame}
        body = {"frame": frame, "start": start, "stop": stop}
        self._do(person, Edit("copy", "POST", f"/api/masklets/{pk}/copy/", body), lambda _: values)

    @precondition(has_masklets)
    @rule(person=people, which=which, behind=st.integers(1, 5), start=frames)
    def restore(self, person: int, which: int, behind: int, start: int) -> None:
        pk = self._masklet(which)
        version = max(1, self.labelling.take_snapshot()["masklets"][pk]["head"] - behind)
        self._restore(person, pk, version, start)

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, left=lefts)
    def restore_what_stood(self, person: int, which: int, frame: int, left: int) -> None:
        """A frame that was drawn over, once all clicks are answered; a track alone forbids it."""
        drawn = [self._draw(person, which, frame, left + further) for further in (0, 1)]
        self.labelling.work(1)
        answer = self._restore(person, self._masklet(which), drawn[0].body["version"], frame)
        assert answer.status < 300 or self.labelling.list_open_jobs(), answer.body

    def _restore(self, person: int, pk: int, version: int, start: int) -> Answer:
        then = self.labelling.read_masks(pk, version=version)
        body = {"version": version, "start": start, "stop": NUM_FRAMES}
        answer = self._do(person, Edit("restore", "POST", f"/api/masklets/{pk}/restore/", body))
        if answer.status < 300:
            now = self.labelling.ledger.list_masks(pk)
            for at in range(start, NUM_FRAMES):
                assert shape_of(now.get(at)) == shape_of(then.get(at)), (version, at)
        return answer

    @rule(person=people, which=which)
    def recover(self, person: int, which: int) -> None:
        gone = self.labelling.ledger.list_masklets(there=False)
        if gone:
            pk = gone[which % len(gone)]
            edit = Edit("recover", "POST", f"/api/masklets/{pk}/recover/")
            self._do(person, edit, lambda _: {("there", pk): True})
