"""The pages for those who watch over the processes: /healthz, /readyz, /metrics."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from backend.health import answer_health, answer_readiness
from backend.metrics import answer_metrics
from labeling.tracing import note_route

PAGES: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "/healthz": answer_health,
    "/readyz": answer_readiness,
    "/metrics": answer_metrics,
}


class OperationsMiddleware:
    """Answers before anything asks for a host name, which probes and Prometheus do not know: they call an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = PAGES.get(request.path)
        if answer is None:
            return self.get_response(request)
        note_route(request.path.lstrip("/"))
        return answer(request)
