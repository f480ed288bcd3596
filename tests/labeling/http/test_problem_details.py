"""Refusals found by the fuzz that were no sentences, and what the schema says of refusals."""

from collections.abc import Callable
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from labeling.accounts.models import User

ClientOf = Callable[[User | None], APIClient]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"{", "The body is not JSON in UTF-8: send one JSON object, with Content-Type: application/json."),
        (b"\x92", "The body is not JSON in UTF-8: send one JSON object, with Content-Type: application/json."),
        (b"null", "Send one JSON object with the fields of this call."),
    ],
)
def test_body_that_is_no_object_is_refused_with_a_sentence(
    body: bytes, sentence: str, client_of: ClientOf, bob: User
) -> None:
    answer = client_of(bob).generic("POST", "/api/projects/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (400, sentence)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_schema_says_that_every_call_may_be_refused_with_problem_details() -> None:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    operations = [operation for item in schema["paths"].values() for operation in item.values()]
    assert {operation["responses"]["4XX"]["$ref"] for operation in operations} == {"#/components/responses/Refused"}
    told = schema["paths"]["/api/videos/{video_id}/undo/"]["post"]["responses"]["409"]["content"]
    # A conflict that has nothing to say of frames is one, too.
    assert told["application/problem+json"]["schema"]["anyOf"] == [
        {"$ref": "#/components/schemas/UndoProblem"},
        {"$ref": "#/components/schemas/Problem"},
    ]
