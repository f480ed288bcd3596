"""What every rule of the machine needs: people, objects by number, and edits that are counted."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.collaboration.client import Answer, Edit
from tests.collaboration.hand import Hand
from tests.collaboration.labelling import Labelling, Place, Values, begin_labelling, expect_nothing

NUM_FRAMES = 8
SIZE = (48, 64)
# How often each rule was carried out, and how it was answered.
TALLY: Counter[str] = Counter()

people = st.integers(0, 2)
which = st.integers(0, 3)
frames = st.integers(0, NUM_FRAMES - 1)
labels = st.integers(0, 1)


def has_masklets(machine: "Rules") -> bool:
    return bool(machine.labelling.ledger.list_masklets())


class Rules(RuleBasedStateMachine):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.labelling: Labelling = begin_labelling(place)

    def list_who_may_redo(self) -> list[int]:
        """The people whose newest gesture is an undo."""
        find = self.labelling.ledger.find_redo_target
        return [person for person, hand in enumerate(self.labelling.hands) if find(hand.username) is not None]

    def _do(
        self, person: int, edit: Edit, expect: Callable[[Any], Values] = expect_nothing, *, name: str = ""
    ) -> Answer:
        """Counted as `name`, or as the operation that it makes."""
        return self._count(name or edit.kind, self.labelling.do(self._hand(person), edit, expect))

    def _count(self, name: str, answer: Answer) -> Answer:
        TALLY[f"{name}: {'done' if answer.status < 300 else answer.status}"] += 1
        return answer

    def _hand(self, person: int) -> Hand:
        return self.labelling.hands[person]

    def _masklet(self, which: int) -> int:
        masklets = self.labelling.ledger.list_masklets()
        return masklets[which % len(masklets)]

    def _label(self, label: int) -> int:
        return self.place.labels[label]
