"""Whatever people do, in whatever order: a Hypothesis machine over REST, websockets and the real tracker."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.collaboration.client import Edit
from tests.collaboration.conflict_rules import ConflictRules
from tests.collaboration.frame_rules import FrameRules
from tests.collaboration.machine_rules import TALLY, people
from tests.collaboration.structure_rules import StructureRules
from tests.collaboration.undo_rules import UndoRules


class LabelMachine(FrameRules, ConflictRules, UndoRules, StructureRules):
    @initialize()
    def begin(self) -> None:
        """Most rules need an object."""
        for person in (0, 1):
            self.create(person, person)

    @rule(turns=st.integers(1, 6))
    def work(self, turns: int) -> None:
        self.labelling.work(turns)

    @rule(number=st.integers(0, 5))
    def send_again(self, number: int) -> None:
        """The same key brings the same answer and does nothing; with another body it is refused."""
        done = [answer for answer in self.labelling.answers if answer.is_acknowledged]
        before = done[-1 - number % len(done)]
        hand = next(hand for hand in self.labelling.hands if hand.username == before.username)
        again = hand.send(before.edit, key=before.key)
        assert (again.status, again.body) == (before.status, before.body)
        other = Edit("", before.edit.method, before.edit.path, {**(before.edit.body or {}), "other": 1})
        assert hand.send(other, key=before.key).status == 422
        self._count("duplicate send", again)

    @rule(person=people)
    def reconnect(self, person: int) -> None:
        self._hand(person).connect()
        TALLY["reconnect: done"] += 1

    @rule(person=people)
    def listen(self, person: int) -> None:
        self._hand(person).listen(until=self.labelling.seen)

    @invariant()
    def shows_what_the_ledger_says(self) -> None:
        self.labelling.check()

    def teardown(self) -> None:
        try:
            self.labelling.finish()
        finally:
            self.labelling.close()
