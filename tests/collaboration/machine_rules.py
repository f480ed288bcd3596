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

    def _do(self, person: int, edit: Edit, expect: Callable[[Any], Values] = expect_nothing) -> Answer:
        answer = self.labelling.do(self._hand(person), edit, expect)
        self._count(edit.kind or "cancel", answer)
        return answer

    def _count(self, name: str, answer: Answer) -> None:
        TALLY[f"{name}: {'done' if answer.status < 300 else answer.status}"] += 1

    def _hand(self, person: int) -> Hand:
        return self.labelling.hands[person]

    def _masklet(self, which: int) -> int:
        masklets = self.labelling.ledger.list_masklets()
        return masklets[which % len(masklets)]

    def _label(self, label: int) -> int:
        return self.place.labels[label]
