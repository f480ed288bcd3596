"""Adds to the published schema what every call may be refused with: problem details (RFC 9457)."""

from typing import Any

PROBLEM_TYPE = "application/problem+json"
PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}
METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
# Name, status and description.
REFUSALS = (
    ("Refused", "4XX", "Refused: `detail` is a sentence that says why and what to do."),
    ("Unavailable", "503", "Not available at the moment: send the same call again, by the same key."),
)
PROBLEM = {
    "type": "object",
    "description": "Why a call was refused. Some kinds have members of their own beside these.",
    "properties": {
        "type": {"type": "string", "description": "What kind of refusal this is: `urn:maskloop:problem:…`"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "minLength": 1, "description": "One sentence for a person."},
        "errors": {
            "type": "object",
            "description": "The sentences for each field of the body that is not as it should be.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["type", "title", "status", "detail"],
}


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: runs over the whole schema when it is made."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    content = {PROBLEM_TYPE: {"schema": PROBLEM_REFERENCE}}
    components["responses"] = {
        name: {"description": description, "content": content} for name, _, description in REFUSALS
    }
    for item in result["paths"].values():
        for method in METHODS & item.keys():
            _complete(item[method]["responses"])
    return result


def _complete(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        # A view declares, as JSON, what one of its refusals says beside the sentence; others have the same status.
        if status.startswith("4") and "application/json" in response.get("content", {}):
            own = response["content"]["application/json"]["schema"]
            response["content"] = {PROBLEM_TYPE: {"schema": {"anyOf": [own, PROBLEM_REFERENCE]}}}
    for name, status, _ in REFUSALS:
        responses.setdefault(status, {"$ref": f"#/components/responses/{name}"})
