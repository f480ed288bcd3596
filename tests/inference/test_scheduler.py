from inference.scheduler import FairTurns


def take(turns: FairTurns[str], count: int) -> list[str | None]:
    return [turns.take_turn() for _ in range(count)]


def test_people_take_turns_whatever_each_has():
    turns: FairTurns[str] = FairTurns()
    for item in ("a1", "a2", "a3"):
        turns.add("ann", item)
    turns.add("bob", "b1")
    assert take(turns, 6) == ["a1", "b1", "a2", "b1", "a3", "b1"]


def test_removed_item_loses_its_turn():
    turns: FairTurns[str] = FairTurns()
    turns.add("ann", "a1")
    turns.add("bob", "b1")
    turns.remove("a1")
    turns.remove("never there")
    assert (take(turns, 2), turns.people, len(turns)) == (["b1", "b1"], ["bob"], 1)


def test_nobody_gives_none():
    assert FairTurns[str]().take_turn() is None


def test_new_person_waits_for_one_round_at_most():
    turns: FairTurns[str] = FairTurns()
    turns.add("ann", "a1")
    turns.add("bob", "b1")
    assert take(turns, 1) == ["a1"]
    turns.add("carol", "c1")
    assert take(turns, 3) == ["b1", "a1", "c1"]
