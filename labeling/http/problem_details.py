"""Renders every failure of the API as RFC 9457 problem details."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from labeling.problems import Problem

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
LIBRARY_SENTENCES = {"No data provided": "Send one JSON object with the fields of this call."}
NO_JSON = "The body is not JSON in UTF-8: send one JSON object, with Content-Type: application/json."


def describe_problem(status: int, slug: str, title: str, detail: str, **extra: Any) -> dict[str, Any]:
    return {"type": f"urn:maskloop:problem:{slug}", "title": title, "status": status, "detail": detail, **extra}


def answer_problem(problem: Problem) -> Response:
    body = describe_problem(problem.status, problem.slug, problem.title, problem.detail, **problem.extra)
    wait_s = problem.extra.get("retry_after_s")
    headers = {} if wait_s is None else {"Retry-After": str(wait_s)}
    return Response(body, status=problem.status, headers=headers, content_type=CONTENT_TYPE)


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: None lets an unforeseen error become a logged 500."""
    del context
    if isinstance(error, Problem):
        return answer_problem(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = getattr(error, "auth_header", "Token")
    return Response(
        _describe_api_exception(error), status=_status_of(error), headers=headers, content_type=CONTENT_TYPE
    )


def _status_of(error: exceptions.APIException) -> int:
    return 401 if isinstance(error, exceptions.NotAuthenticated) else error.status_code


def _describe_api_exception(error: exceptions.APIException) -> dict[str, Any]:
    status = _status_of(error)
    if isinstance(error, exceptions.ValidationError):
        errors = _flatten(error.detail)
        first = next(iter(errors.items()), ("", ["The request is not valid."]))
        sentence = _end_sentence(LIBRARY_SENTENCES.get(first[1][0], first[1][0]))
        detail = sentence if first[0] in {"", "non_field_errors"} else f"{first[0]}: {sentence}"
        return describe_problem(status, "malformed", "The request could not be understood", detail, errors=errors)
    if isinstance(error, exceptions.NotAuthenticated):
        return describe_problem(status, "unauthenticated", "Sign in first", "Sign in, or send a valid token.")
    if isinstance(error, exceptions.ParseError):
        return describe_problem(status, "malformed", "The request could not be understood", NO_JSON)
    return describe_problem(
        status, str(error.default_code).replace("_", "-"), str(error.default_detail), str(error.detail)
    )


def _end_sentence(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text}."


def _flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """`{"points": [{"0": ["…"]}]}` → `{"points.0": ["…"]}`."""
    if isinstance(detail, dict):
        parts = [_flatten(value, f"{path}.{key}" if path else str(key)) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        parts = [_flatten(item, f"{path}.{index}" if path else str(index)) for index, item in enumerate(detail)]
    else:
        return {path: [str(item) for item in (detail if isinstance(detail, list) else [detail])]}
    return {key: value for part in parts for key, value in part.items()}
