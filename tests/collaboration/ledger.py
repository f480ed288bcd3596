"""What a video should show, kept from the answers that people got, without asking the server's own tables.

A fact is said about a key: `("mask", masklet, frame)`, `("label", masklet)`, `("there", masklet)` or `("prompt", id)`.
An undo says again what was said before, in the name of whoever said it first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Mask:
    """`counts` are the run lengths of a mask that is present."""

    state: str
    origin: str
    counts: str | None


@dataclass(frozen=True)
class Fact:
    """`value` None: nothing is said. `said_by`: the operation that first said it, 0 for nobody."""

    value: Any
    said_by: int


NOTHING = Fact(None, 0)


@dataclass
class Deed:
    """One operation: what stood before it and what it left, by key; `undoes` the operation that it takes back."""

    operation: int
    author: str
    kind: str
    undoes: "Deed | None" = None
    before: dict[Key, Fact] = field(default_factory=dict)
    after: dict[Key, Fact] = field(default_factory=dict)

    @property
    def first(self) -> "Deed":
        return self if self.undoes is None else self.undoes.first


@dataclass
class Ledger:
    facts: dict[Key, Fact] = field(default_factory=dict)
    written_by: dict[Key, Deed] = field(default_factory=dict)
    deeds: dict[int, Deed] = field(default_factory=dict)

    def open(self, operation: int, *, author: str, kind: str) -> Deed:
        assert operation not in self.deeds, f"operation {operation} answered two edits"
        deed = self.deeds[operation] = Deed(operation, author, kind)
        return deed

    def say(self, deed: Deed, values: Mapping[Key, Any]) -> None:
        facts = {key: Fact(value, deed.operation) for key, value in values.items()}
        # The first label stays with an object whose creation is undone, for it may be recovered.
        first = {key: fact for key, fact in facts.items() if key[0] == "label" and key not in self.facts}
        self.facts |= first
        self._write(deed, {key: fact for key, fact in facts.items() if key not in first})

    def take_back(self, deed: Deed, target: Deed) -> None:
        """`deed` is an undo or redo of `target`."""
        deed.undoes = target
        self._write(deed, dict(target.before))

    def read(self, *key: Any) -> Any:
        return self.facts.get(key, NOTHING).value

    def list_masklets(self, *, there: bool = True) -> list[int]:
        """Those that are there, or that were deleted, oldest first."""
        return sorted(key[1] for key, fact in self.facts.items() if key[0] == "there" and bool(fact.value) == there)

    def list_prompts(self, masklet: int) -> list[int]:
        return sorted(key[1] for key, fact in self.facts.items() if key[0] == "prompt" and fact.value == masklet)

    def list_masks(self, masklet: int) -> dict[int, Mask]:
        found = [(key, fact) for key, fact in self.facts.items() if key[:2] == ("mask", masklet)]
        return {key[2]: fact.value for key, fact in found if fact.value is not None}

    def find_undo_target(self, author: str, *, running: Collection[int]) -> Deed | None:
        """The author's newest gesture, or redo of one, that changed something or is running, and is not undone."""
        return self._newest(
            author, lambda deed: deed.kind != "undo" and (bool(deed.before) or deed.operation in running)
        )

    def find_redo_target(self, author: str) -> Deed | None:
        """The author's newest undo that is not undone, unless something new was done since."""
        target = self._newest(author, lambda deed: deed.kind == "undo")
        newest = self._newest(author, lambda deed: deed.kind not in {"undo", "redo"}, undone=True)
        return target if target and (newest is None or newest.operation < target.operation) else None

    def still_stands(self, deed: Deed) -> bool:
        """Whether everything is as the deed left it."""
        return all(self.facts.get(key, NOTHING) == fact for key, fact in deed.after.items())

    def touches_only_what_is_there(self, deed: Deed) -> bool:
        touched = {key[1] for key in deed.after if key[0] == "mask"}
        touched |= {
            fact.value for side in (deed.before, deed.after) for key, fact in side.items() if key[0] == "prompt"
        }
        own = {key[1] for key in deed.after if key[0] == "there"}
        return all(self.read("there", masklet) for masklet in touched - own - {None})

    def made_masklets(self, deed: Deed) -> bool:
        """Whether taking it back would take a masklet away, with whatever was said of it since."""
        return any(key[0] == "there" and fact.value for key, fact in deed.after.items())

    def _newest(self, author: str, fits: Any, *, undone: bool = False) -> Deed | None:
        taken_back = {deed.undoes.operation for deed in self.deeds.values() if deed.undoes is not None}
        own = [deed for deed in self.deeds.values() if deed.author == author and fits(deed)]
        left = [deed for deed in own if undone or deed.operation not in taken_back]
        return max(left, key=lambda deed: deed.operation, default=None)

    def _write(self, deed: Deed, facts: Mapping[Key, Fact]) -> None:
        for key, fact in facts.items():
            deed.before.setdefault(key, self.facts.get(key, NOTHING))
            deed.after[key] = fact
            self.facts[key] = fact
            self.written_by[key] = deed
