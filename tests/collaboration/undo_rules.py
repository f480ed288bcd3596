"""Undo and redo: at any moment, and right after a gesture, where they must come out."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.collaboration.client import Answer, Edit
from tests.collaboration.frame_rules import Drawing, lefts
from tests.collaboration.machine_rules import Rules, frames, has_masklets, people, which


def may_redo(machine: "Rules") -> bool:
    return bool(machine.list_who_may_redo())


class UndoRules(Drawing):
    @rule(person=people)
    def undo(self, person: int) -> None:
        self._undo(person)

    @rule(person=people)
    def redo(self, person: int) -> None:
        self._redo(person)

    @precondition(may_redo)
    @rule(number=which)
    def redo_what_was_undone(self, number: int) -> None:
        """Refused only where the ledger sees why."""
        able = self.list_who_may_redo()
        self._redo(able[number % len(able)])

    @precondition(has_masklets)
    @rule(person=people, which=which, frame=frames, left=lefts, times=st.integers(1, 3))
    def undo_and_redo(self, person: int, which: int, frame: int, left: int, times: int) -> None:
        """So many gestures, taken back one by one and done again: nothing speaks against any of it."""
        for number in range(times):
            self._draw(person, which, frame, left + number)
        for take_back in (self._undo, self._redo):
            answers = [take_back(person) for _ in range(times)]
            assert [answer.status for answer in answers] == [200] * times, answers[-1].body

    @precondition(has_masklets)
    @rule(person=people, beside=st.integers(1, 2), which=which, frame=frames, left=lefts)
    def redo_after_another(self, person: int, beside: int, which: int, frame: int, left: int) -> None:
        """Another person's newer mask is not painted over by a redo."""
        self._draw(person, which, frame, left)
        assert self._undo(person).status == 200
        self._draw((person + beside) % 3, which, frame, left + 1)
        assert self._redo(person).status == 409

    def _undo(self, person: int) -> Answer:
        hand = self._hand(person)
        edit = Edit("undo", "POST", f"/api/videos/{self.labelling.video}/undo/", {})
        running = self.labelling.list_open_jobs()
        target = self.labelling.ledger.find_undo_target(hand.username, running=running)
        return self._count("undo", self.labelling.take_back(hand, edit, target))

    def _redo(self, person: int) -> Answer:
        hand = self._hand(person)
        edit = Edit("redo", "POST", f"/api/videos/{self.labelling.video}/redo/", {})
        target = self.labelling.ledger.find_redo_target(hand.username)
        return self._count("redo", self.labelling.take_back(hand, edit, target))
