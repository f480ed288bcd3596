"""Answers outside of REST views, in the same form as theirs."""

from django.http import HttpRequest, JsonResponse

from labeling.http.problem_details import CONTENT_TYPE, describe_problem
from labeling.tracing import current_request_id


def refuse_forgery(request: HttpRequest, reason: str = "") -> JsonResponse:
    del request, reason
    detail = "The page is out of date: reload it and try again. Scripts send `Authorization: Token …` instead."
    return JsonResponse(describe_problem(403, "forgery", "Refused", detail), status=403, content_type=CONTENT_TYPE)


def answer_not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    del exception
    detail = f"There is nothing at {request.path}."
    return JsonResponse(describe_problem(404, "not-found", "Not found", detail), status=404, content_type=CONTENT_TYPE)


def answer_failure(request: HttpRequest) -> JsonResponse:
    del request
    detail = "The server failed on this request and has logged why. Try again; nothing was changed."
    body = describe_problem(500, "failure", "Failure", detail, request_id=current_request_id())
    return JsonResponse(body, status=500, content_type=CONTENT_TYPE)


def answer_unavailable() -> JsonResponse:
    detail = "The database does not answer at the moment: wait a few seconds, then try again."
    body = describe_problem(503, "unavailable", "Not available at the moment", detail, request_id=current_request_id())
    return JsonResponse(body, status=503, content_type=CONTENT_TYPE, headers={"Retry-After": "1"})
