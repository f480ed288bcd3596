"""What admins changed in the project itself."""

from typing import Any

from labeling.feed.queries.entries import Entry, FeedWish, Kind, Place, name_person, until
from labeling.projects.models import ProjectChange

SETTINGS = {
    "description": "changed the description",
    "tracking_model": "chose the model {tracking_model}",
}


def list_project_changes(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    if wish.video is not None:
        return []
    rows = ProjectChange.objects.filter(until(before, field="at"), project=wish.project).select_related("actor")
    if wish.person is not None:
        rows = rows.filter(actor=wish.person)
    return [
        Entry(
            place=Place(at=row.at, source="change", number=row.pk),
            kind=Kind.PROJECT,
            actor=name_person(row.actor),
            sentence=say_change(row.change),
        )
        for row in rows.order_by("-at", "-pk")[:limit]
    ]


def say_change(change: dict[str, Any]) -> str:
    """What a kept change says, in a sentence; kept ones of any age must be readable, so nothing is assumed."""
    noun, _, verb = change["type"].partition(".")
    if noun == "project":
        return _say_settings(change["before"], change["settings"])
    if noun == "label":
        return _say_label(verb, change)
    if noun == "member":
        return _say_member(verb, change)
    return "changed the project"


def _say_settings(before: dict[str, Any], now: dict[str, Any]) -> str:
    parts = [words.format(**now) for field, words in SETTINGS.items() if before.get(field) != now.get(field)]
    if before.get("name") != now.get("name"):
        parts.insert(0, f"renamed the project to “{now.get('name')}”")
    for field, done, undone in (
        ("assigned_only", "showed annotators only what they were given", "showed annotators what is free as well"),
        ("archived", "archived the project", "took the project up again"),
        ("deleted", "deleted the project", "restored the project"),
    ):
        if bool(before.get(field)) != bool(now.get(field)):
            parts.append(done if now.get(field) else undone)
    return " and ".join(parts) or "changed the settings"


def _say_label(verb: str, change: dict[str, Any]) -> str:
    name = change["label"]["name"]
    if verb == "created":
        return f"added the label “{name}”"
    if verb == "deleted":
        return f"took the label “{name}” off the menu"
    before = change.get("before", {}).get("name", name)
    return f"changed the label “{name}”" if before == name else f"renamed the label “{before}” to “{name}”"


def _say_member(verb: str, change: dict[str, Any]) -> str:
    user, role = change["member"]["user"], change["member"]["role"]
    name = user["display_name"] or user["username"]
    if verb == "added":
        return f"added {name} as {role}"
    if verb == "removed":
        return f"took {name} out of the project"
    return f"made {name} {'an' if role[0] == 'a' else 'a'} {role}"
