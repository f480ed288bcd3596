"""What labels, their attributes and the values of those must be like, as guards that read nothing but their arguments.

An attribute and each of its options have an id that lasts: values refer to it, so that names may change. What is taken
off a label stays in the list as `removed`, with which the values that refer to it are kept and hidden.
"""

import math
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from labeling.events.project_schema import AttributeOption, AttributeState, AttributeValue
from labeling.problems import Conflict, Invalid
from labeling.projects.models import Label

MAX_ATTRIBUTES = 30
MAX_OPTIONS = 100
MAX_TEXT_CHARS = 500
ID_BYTES = 6

SHORTCUT_DIGITS = "123456789"
EDITOR_KEYS = "abcdefghiklmnprstvwx"
"""Letters that the editor's own actions have; `tests/golden/editor_keys.json` holds the frontend's registry to it."""
SHORTCUT = re.compile(r"[1-9a-z]")


def clean_shortcut(key: str) -> str:
    """The key as it is stored; empty is none."""
    wished = key.strip().lower()
    if wished and not SHORTCUT.fullmatch(wished):
        raise Invalid(f"“{key}” cannot be a label's key: choose one digit from 1 to 9, or one letter.")
    if wished and wished in EDITOR_KEYS:
        raise Invalid(f"The editor uses the key {wished.upper()} for something else: choose {_say_free_keys()}.")
    return wished


def require_free_shortcut(key: str, others: Iterable[Label]) -> None:
    for other in others:
        if key and other.shortcut == key:
            raise Conflict(f"The key {key.upper()} is the label “{other.name}”'s: give that one another key first.")


def pick_shortcut(others: Iterable[Label]) -> str:
    """The first digit that no label has; empty where all are given."""
    taken = {other.shortcut for other in others}
    return next((digit for digit in SHORTCUT_DIGITS if digit not in taken), "")


def read_attributes(label: Label) -> list[AttributeState]:
    return [AttributeState.model_validate(entry) for entry in label.attributes]


def list_live(label: Label) -> list[AttributeState]:
    """The attributes that an object of the label has now."""
    return [attribute for attribute in read_attributes(label) if not attribute.removed]


def merge_attributes(kept: Sequence[AttributeState], wished: Sequence[Mapping[str, Any]]) -> list[AttributeState]:
    """The attributes as wished, in that order, and after them those that are not wished any more, as removed.

    An entry with the id of one that there is, removed or not, changes it or brings it back; without an id it is new.
    """
    known = {attribute.id: attribute for attribute in kept}
    merged = [_merge_attribute(known, entry) for entry in wished]
    if len(merged) > MAX_ATTRIBUTES:
        raise Invalid(f"A label has at most {MAX_ATTRIBUTES} attributes: {len(merged)} are too many.")
    _require_unlike("attributes", [attribute.name for attribute in merged])
    ids = [attribute.id for attribute in merged]
    if len(set(ids)) < len(ids):
        raise Invalid("One attribute is named twice: send each id once.")
    gone = [attribute.model_copy(update={"removed": True}) for attribute in kept if attribute.id not in ids]
    return [*merged, *gone]


def require_value(attribute: AttributeState, value: Any) -> AttributeValue:
    """The value as it is stored; raises Invalid with a sentence where it does not fit."""
    name = attribute.name
    if attribute.kind == "checkbox":
        if not isinstance(value, bool):
            raise Invalid(f"“{name}” is a checkbox: give true or false.")
        return value
    if attribute.kind == "number":
        return _require_number(attribute, value)
    if not isinstance(value, str):
        raise Invalid(f"“{name}” takes text, not {value!r}.")
    if attribute.kind == "choice":
        return _require_option(attribute, value)
    if len(value) > MAX_TEXT_CHARS:
        raise Invalid(f"“{name}” takes at most {MAX_TEXT_CHARS} characters of text.")
    return value.strip()


def require_values(label: Label, values: Mapping[str, Any]) -> dict[str, AttributeValue | None]:
    """The values as they are stored, by attribute; None takes one away. Raises Invalid with a sentence."""
    live = {attribute.id: attribute for attribute in list_live(label)}
    for attribute_id in values:
        if attribute_id not in live:
            raise Invalid(
                f"The label “{label.name}” has no attribute with the id “{attribute_id}”: see the label's `attributes`."
            )
    return {
        attribute_id: None if value is None or value == "" else require_value(live[attribute_id], value)
        for attribute_id, value in values.items()
    }


def list_defaults(label: Label) -> dict[str, AttributeValue]:
    """What a new object of the label has from the start."""
    live = list_live(label)
    return {attribute.id: attribute.default for attribute in live if attribute.default is not None}


def list_missing(label: Label, values: Mapping[str, Any]) -> list[AttributeState]:
    """The required attributes that have no value that counts: an option that was removed is none."""
    return [attribute for attribute in list_live(label) if attribute.required and not _counts(attribute, values)]


def _counts(attribute: AttributeState, values: Mapping[str, Any]) -> bool:
    value = values.get(attribute.id)
    if attribute.kind == "choice":
        return any(option.id == value and not option.removed for option in attribute.options)
    return value is not None and value != ""


def _merge_attribute(known: Mapping[str, AttributeState], entry: Mapping[str, Any]) -> AttributeState:
    before = _find_known(known, entry, "attribute")
    name, kind = entry["name"].strip(), entry["kind"]
    if before is not None and before.kind != kind:
        raise Invalid(
            f"“{name}” is a {before.kind}, and its values would mean nothing as a {kind}: add a new attribute instead."
        )
    if kind == "checkbox" and entry.get("required"):
        raise Invalid(f"“{name}” is a checkbox, which always has a value: it cannot be required. Use a choice instead.")
    low, high = entry.get("min"), entry.get("max")
    if low is not None and high is not None and low > high:
        raise Invalid(f"“{name}” has a least value, {low:g}, above its greatest, {high:g}: swap them.")
    attribute = AttributeState(
        id=before.id if before else secrets.token_hex(ID_BYTES),
        name=name,
        kind=kind,
        required=bool(entry.get("required")),
        default=None,
        options=_merge_options(name, before.options if before else (), entry) if kind == "choice" else (),
        min=low if kind == "number" else None,
        max=high if kind == "number" else None,
    )
    default = entry.get("default")
    if default is None or default == "":
        return attribute
    return attribute.model_copy(update={"default": require_value(attribute, _name_option(attribute, default))})


def _merge_options(name: str, kept: Sequence[AttributeOption], entry: Mapping[str, Any]) -> tuple[AttributeOption, ...]:
    known = {option.id: option for option in kept}
    wished = entry.get("options") or []
    if not wished:
        raise Invalid(f"“{name}” is a choice: give it at least one option.")
    if len(wished) > MAX_OPTIONS:
        raise Invalid(f"“{name}” has {len(wished)} options: at most {MAX_OPTIONS} can be chosen from.")
    merged = []
    for option in wished:
        before = _find_known(known, option, "option")
        merged.append(
            AttributeOption(id=before.id if before else secrets.token_hex(ID_BYTES), name=option["name"].strip())
        )
    _require_unlike(f"options of “{name}”", [option.name for option in merged])
    ids = {option.id for option in merged}
    gone = [option.model_copy(update={"removed": True}) for option in kept if option.id not in ids]
    return (*merged, *gone)


def _find_known(known: Mapping[str, Any], entry: Mapping[str, Any], what: str) -> Any:
    wished = entry.get("id") or ""
    if wished and wished not in known:
        raise Invalid(f"There is no {what} with the id “{wished}” here: leave the id out to add one.")
    return known.get(wished)


def _name_option(attribute: AttributeState, default: Any) -> Any:
    """A default may name an option that is new, and so has no id yet, by its name."""
    if attribute.kind != "choice":
        return default
    named = [option.id for option in attribute.options if not option.removed and option.name == default]
    return named[0] if named else default


def _require_unlike(what: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if not name:
            raise Invalid(f"Give each of the {what} a name.")
        if name.casefold() in seen:
            raise Invalid(f"Two of the {what} are named “{name}”: give each a name of its own.")
        seen.add(name.casefold())


def _require_number(attribute: AttributeState, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Invalid(f"“{attribute.name}” takes a number.")
    low = -math.inf if attribute.min is None else attribute.min
    high = math.inf if attribute.max is None else attribute.max
    if not low <= value <= high:
        raise Invalid(f"“{attribute.name}” takes a number {_say_bounds(attribute)}, not {value:g}.")
    return value


def _say_bounds(attribute: AttributeState) -> str:
    if attribute.max is None:
        return f"from {attribute.min:g}"
    return f"up to {attribute.max:g}" if attribute.min is None else f"from {attribute.min:g} to {attribute.max:g}"


def _require_option(attribute: AttributeState, value: str) -> str:
    live = [option for option in attribute.options if not option.removed]
    if value not in {option.id for option in live}:
        raise Invalid(
            f"“{attribute.name}” has no such option: send the id of one of {', '.join(option.name for option in live)}."
        )
    return value


def _say_free_keys() -> str:
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1) if chr(code) not in EDITOR_KEYS]
    return f"1 to 9, {', '.join(letter.upper() for letter in letters[:-1])} or {letters[-1].upper()}"
