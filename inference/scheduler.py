"""Whose turn it is on the one device: people in turn, and each person's tracks in turn."""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class FairTurns(Generic[T]):
    """A round of people, each with a round of their own items: ten tracks of one person get no more turns than one."""

    def __init__(self) -> None:
        self._rounds: OrderedDict[Hashable, deque[T]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(items) for items in self._rounds.values())

    def __iter__(self) -> Iterator[T]:
        return iter([item for items in self._rounds.values() for item in items])

    @property
    def people(self) -> list[Hashable]:
        return list(self._rounds)

    def add(self, person: Hashable, item: T) -> None:
        """Puts an item at the end of the person's round, and a new person at the end of everybody's."""
        self._rounds.setdefault(person, deque()).append(item)

    def remove(self, item: T) -> None:
        """Takes an item out; does nothing where it is not in."""
        for person, items in list(self._rounds.items()):
            if item in items:
                items.remove(item)
            if not items:
                del self._rounds[person]

    def take_turn(self) -> T | None:
        """The item whose turn it is, which goes to the end of its rounds; None when there is none."""
        if not self._rounds:
            return None
        person, items = next(iter(self._rounds.items()))
        self._rounds.move_to_end(person)
        item = items.popleft()
        items.append(item)
        return item
