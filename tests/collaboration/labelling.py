"""People on one video, call by call, beside a ledger that knows what each of them should see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg2.extensions import connection as Connection

from labeling.propagation.device.loop import DeviceLoop
from tests.collaboration.client import Answer, Edit
from tests.collaboration.hand import Hand
from tests.collaboration.ledger import Deed, Key, Ledger, Mask
from tests.collaboration.stage import Person
from tests.collaboration.truth import keep_books
from tests.labeling.realtime.reducer import State, reduce_events

MACHINE_ORIGINS = {"propagated", "automatic"}
# Structure edits: what becomes of the prompts is read from their events.
MOVING_KINDS = {"split", "merge", "swap", "copy", "restore"}
Values = Mapping[Key, Any]


def expect_nothing(_: Any) -> Values:
    """For edits of which only the events tell what they changed."""
    return {}


@dataclass(frozen=True)
class Place:
    """A served Maskloop; `device` is the worker's loop, turned by hand; `make_video` gives a new ready video."""

    address: str
    people: tuple[Person, ...]
    labels: tuple[int, ...]
    make_video: Callable[[], int]
    device: DeviceLoop
    database: Connection


@dataclass
class Labelling:
    """`snapshots` are all that were taken; `seen` is the number of the last event in the ledger."""

    place: Place
    video: int
    hands: list[Hand]
    ledger: Ledger = field(default_factory=Ledger)
    jobs: dict[int, int] = field(default_factory=dict)
    snapshots: list[State] = field(default_factory=list)
    versions: dict[Key, int] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    seen: int = 0

    def do(self, hand: Hand, edit: Edit, expect: Callable[[Any], Values] = expect_nothing) -> Answer:
        """Send an edit; `expect` says from its answer what is said after it about masks, labels and prompts."""
        answer = hand.send(edit)
        self.answers.append(answer)
        if answer.status < 300 and edit.kind:
            deed = self._open_deed(answer)
            values = expect(answer.body)
            self.ledger.say(deed, values)
            self._learn(known={key: value for key, value in values.items() if key[0] == "mask"}, by=deed)
        return answer

    def take_back(self, hand: Hand, edit: Edit, target: Deed | None) -> Answer:
        """Undo or redo, which must come out as the ledger says."""
        answer = hand.send(edit)
        self.answers.append(answer)
        if answer.status >= 300:
            assert answer.status == 409, answer.body
            assert target is None or not self._must_go(target), (target, answer.body)
            return answer
        assert target is not None, answer.body
        assert answer.body["first"] == target.first.operation, (target, answer.body)
        assert self.ledger.still_stands(target), (target, answer.body)
        deed = self._open_deed(answer)
        self.ledger.take_back(deed, target)
        self._learn(known={key: fact.value for key, fact in target.before.items() if key[0] == "mask"}, by=deed)
        return answer

    def work(self, turns: int) -> None:
        """The worker answers all clicks that wait and makes so many frame steps."""
        for _ in range(turns):
            self.place.device.wake.set()
            self.place.device._turn()
        self._learn(known={}, by=None)

    def take_snapshot(self) -> State:
        state = self.hands[0].take_snapshot()
        self.snapshots.append(state)
        return state

    def check(self) -> None:
        """A fresh snapshot shows what the ledger says: objects, labels, prompts, and what is said on each frame."""
        state = self.take_snapshot()
        there = self.ledger.list_masklets()
        assert {pk: masklet["label"] for pk, masklet in state["masklets"].items()} == {
            pk: self.ledger.read("label", pk) for pk in there
        }
        assert {pk: prompt["masklet"] for pk, prompt in state["prompts"].items()} == {
            prompt: pk for pk in there for prompt in self.ledger.list_prompts(pk)
        }
        for pk in there:
            shown = {frame: said[1:] for frame, said in state["heads"].get(pk, {}).items() if said[2] != "cleared"}
            told = {frame: (mask.origin, mask.state) for frame, mask in self.ledger.list_masks(pk).items()}
            assert shown == told, f"object {pk}"

    def check_bytes(self) -> None:
        for pk in self.ledger.list_masklets():
            assert self.read_masks(pk) == self.ledger.list_masks(pk), f"object {pk}"

    def finish(self) -> None:
        """All is quiet: every snapshot and every person is where a fresh snapshot is, and the books are right."""
        self.work(1)
        self.place.device.run_until_idle()
        self._learn(known={}, by=None)
        self.check()
        self.check_bytes()
        fresh = self.snapshots[-1]
        events = self._read_events(after=0)
        for snapshot in self.snapshots:
            assert reduce_events(snapshot, events[snapshot["last_seq"] :]) == fresh
        for hand in self.hands:
            hand.listen(until=fresh["last_seq"])
            assert hand.state == fresh, hand.username
        books = keep_books(self.place.database, self.video, self.answers)
        assert (books.lost, books.duplicated, books.broken) == ([], [], [])

    def list_open_jobs(self) -> set[int]:
        """The operations of the tracks that are not over."""
        jobs = self.hands[0].read(f"/api/videos/{self.video}/propagations/")
        return {self.jobs[job["id"]] for job in jobs if job["status"] in {"queued", "running"}}

    def close(self) -> None:
        for hand in self.hands:
            hand.close()

    def _open_deed(self, answer: Answer) -> Deed:
        newest = self.hands[0].read(f"/api/videos/{self.video}/operations/")[0]
        if isinstance(answer.body, dict) and "operation" in answer.body:
            assert answer.body["operation"] == newest["id"]
        assert newest["kind"] == answer.edit.kind
        return self.ledger.open(newest["id"], author=answer.username, kind=newest["kind"])

    def _learn(self, *, known: Values, by: Deed | None) -> None:
        """Follow the events. `by` must have changed the masks of `known`, all of them, into what `known` says."""
        written = dict.fromkeys(known, False)
        for event in self._read_events(after=self.seen):
            assert event["seq"] == self.seen + 1
            self.seen = event["seq"]
            if event["type"] == "masks.changed":
                self._learn_masks(event, by=by, known=known, written=written)
            elif event["type"] == "prompts.changed" and self.ledger.deeds[event["operation"]].kind in MOVING_KINDS:
                self._learn_prompts(event)
        missing = {key for key, is_written in written.items() if not is_written}
        assert all(self.ledger.read("there", key[1]) is not True for key in missing), (by, missing)

    def _learn_masks(self, event: dict[str, Any], *, by: Deed | None, known: Values, written: dict[Key, bool]) -> None:
        deed = self.ledger.deeds[event["operation"]]
        for entry in event["ranges"]:
            if deed is by and not self.ledger.read("there", entry["masklet"]):
                # The undo of a split clears the object that it takes away, whose masks nobody can read then.
                frames = range(entry["start"], entry["stop"])
                self.versions |= {("mask", entry["masklet"], frame): entry["version"] for frame in frames}
                continue
            page = self.read_masks(entry["masklet"], version=entry["version"])
            for frame in range(entry["start"], entry["stop"]):
                key: Key = ("mask", entry["masklet"], frame)
                if self.versions.get(key) == entry["version"]:
                    continue  # said again as it stands
                self.versions[key] = entry["version"]
                if known and deed is by:
                    assert page.get(frame) == known[key], (deed, key)
                    written[key] = True
                    continue
                before = self.ledger.read(*key)
                if deed.kind == "propagate":
                    assert before is None or before.origin not in {"drawn", "prompted"}, (deed, key, before)
                self.ledger.say(deed, {key: page.get(frame)})

    def _learn_prompts(self, event: dict[str, Any]) -> None:
        """Prompts move along with their masks."""
        moved: dict[Key, Any] = {("prompt", prompt): None for prompt in event["removed"]}
        moved |= {("prompt", prompt["id"]): prompt["masklet"] for prompt in event["added"]}
        self.ledger.say(self.ledger.deeds[event["operation"]], moved)

    def _must_go(self, target: Deed) -> bool:
        """Whether nothing speaks against taking it back."""
        ledger = self.ledger
        if target.first.operation in self.list_open_jobs() or ledger.made_masklets(target):
            return False
        return ledger.still_stands(target) and ledger.touches_only_what_is_there(target)

    def _read_events(self, *, after: int) -> list[dict[str, Any]]:
        page = self.hands[0].read(f"/api/videos/{self.video}/events/", after=after)
        events: list[dict[str, Any]] = page["events"]
        while events and events[-1]["seq"] < page["last_seq"]:
            page = self.hands[0].read(f"/api/videos/{self.video}/events/", after=events[-1]["seq"])
            events += page["events"]
        return events

    def read_masks(self, masklet: int, **query: int) -> dict[int, Mask]:
        page = self.hands[0].read(f"/api/masklets/{masklet}/masks/", **query)
        return {
            entry["frame"]: Mask(entry["state"], entry["origin"], entry["rle"] and entry["rle"]["counts"])
            for entry in page["masks"]
            if entry["state"] != "cleared"
        }


def begin_labelling(place: Place) -> Labelling:
    video = place.make_video()
    hands = [Hand(person.username, person.token, place.address, video) for person in place.people]
    for hand in hands:
        hand.connect()
    return Labelling(place=place, video=video, hands=hands)
