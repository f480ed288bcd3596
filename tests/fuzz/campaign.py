"""Sends cases made from the published schema to a served Maskloop, and keeps what was wrong with the answers."""

import contextlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from tests.fuzz.world import ROLES, FuzzWorld, put_in

PROBLEM_TYPE = "application/problem+json"
CONFORMANCE = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
# Of each kind of fault so many calls are told.
KEPT_A_KIND = 2
TIMEOUT_S = 60
# What one case changes meets the next ones, for a while.
CASES_A_WORLD = 60


@dataclass
class Tally:
    """`wrong` tells, for each kind of fault, of the first calls that show it."""

    cases: int = 0
    server_errors: int = 0
    broken_answers: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, told: str) -> None:
        kept = self.wrong.setdefault(kind, [])
        if len(kept) < KEPT_A_KIND:
            kept.append(told)

    def describe(self) -> dict[str, Any]:
        counts = {name: len(getattr(self, name)) for name in ("operations", "tried", "accepted")}
        same = {name: getattr(self, name) for name in ("cases", "server_errors", "broken_answers")}
        return counts | same | {"statuses": dict(sorted(self.statuses.items()))}

    def tell(self) -> str:
        """Every kind of fault with its calls, for a person."""
        faults = [line for kind, calls in self.wrong.items() for line in (f"=== {kind}", *calls)]
        never = ", ".join(sorted(self.operations - self.accepted))
        return "\n".join([*faults, f"statuses: {sorted(self.statuses.items())}", f"never accepted: {never}"])


class Campaign:
    """Against the product at `url`; `make_world` makes people and things anew when the last may be gone."""

    def __init__(self, url: str, make_world: Callable[[], FuzzWorld], *, number: int) -> None:
        self.tally = Tally()
        self._url = url
        self._make_world = make_world
        self._world = make_world()
        self._left = CASES_A_WORLD
        self._number = number
        self._chance = random.Random(number)
        self._session = requests.Session()
        self._session.trust_env = False
        answer = self._session.get(f"{url}/api/schema/?format=json", timeout=TIMEOUT_S)
        self._schema = schemathesis.openapi.from_dict(answer.json())

    def run(self, *, cases: int) -> Tally:
        """Spread the cases evenly over operations, positive and negative data."""
        operations = [found.ok() for found in self._schema.get_all_operations()]
        self.tally.operations = {operation.label for operation in operations}
        rounds = [(operation, mode) for operation in operations for mode in MODES if _has(operation, mode)]
        for number, (operation, mode) in enumerate(rounds):
            left = cases - self.tally.cases
            self._try_operation(operation, mode, count=-(-left // (len(rounds) - number)))
        return self.tally

    def _try_operation(self, operation: Any, mode: GenerationMode, *, count: int) -> None:
        @seed(self._number)
        @settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(mode))
        def send(case: Any) -> None:
            put_in(case, self._world, self._chance)
            self._send(case)

        with contextlib.suppress(Unsatisfiable):
            send()

    def _send(self, case: Any) -> None:
        world = self._world
        role = self._chance.choices(list(ROLES), list(ROLES.values()))[0]
        token = world.tokens[role]
        headers = {} if token is None else {"Authorization": f"Token {token}"}
        answer = case.call(
            base_url=self._url, session=self._session, headers=headers, timeout=TIMEOUT_S, allow_redirects=False
        )
        self._session.cookies.clear()
        label, tally = case.operation.label, self.tally
        tally.cases += 1
        tally.statuses[answer.status_code] += 1
        tally.tried.add(label)
        if answer.status_code < 300:
            tally.accepted.add(label)
        for kind, sentence in find_faults(case, answer):
            tally.server_errors += kind == SERVER_ERROR
            tally.broken_answers += kind != SERVER_ERROR
            call = case.as_curl_command(headers={"Authorization": f"Token <{role}>"})
            tally.note(f"{label}: {kind}", f"{sentence}\n{call}\n→ {answer.status_code} {answer.text[:1000]}")
        self._left -= 1
        took_away = case.method == "DELETE" and answer.status_code < 300
        if took_away or (token and answer.status_code == 401) or not self._left:
            self._world, self._left = self._make_world(), CASES_A_WORLD


def _has(operation: Any, mode: GenerationMode) -> bool:
    """An operation that takes nothing but credentials cannot be called wrongly."""
    names = {parameter.name for parameter in operation.iter_parameters()} - {"Authorization", "sessionid"}
    return mode == GenerationMode.POSITIVE or bool(names or operation.body)


SERVER_ERROR = "server error"


def find_faults(case: Any, answer: Any) -> Iterator[tuple[str, str]]:
    """Kind and sentence of each thing that is wrong with an answer."""
    if answer.status_code >= 500:
        yield SERVER_ERROR, f"answered {answer.status_code}"
        return
    try:
        case.validate_response(answer, checks=CONFORMANCE)
    except FailureGroup as group:
        yield from ((failure.title, str(failure)) for failure in group.exceptions)
    except Failure as failure:
        yield failure.title, str(failure)
    if answer.status_code >= 400 and (sentence := explain_refusal(answer)):
        yield "refusal without a sentence", sentence


def explain_refusal(answer: Any) -> str | None:
    """What a refusal lacks of problem details with a sentence, None where it lacks nothing."""
    content_type = (answer.headers.get("content-type") or [""])[0]
    if content_type.partition(";")[0] != PROBLEM_TYPE:
        return f"its type is {content_type!r}"
    try:
        problem = json.loads(answer.content)
    except ValueError:
        return "it is no JSON"
    detail = problem.get("detail")
    if problem.get("status") != answer.status_code or not isinstance(detail, str):
        return f"its problem is {problem}"
    return None if detail.rstrip().endswith((".", "!", "?", "…")) else f"{detail!r} is no sentence"
