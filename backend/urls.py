"""Every address of the web process."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from backend import health, pages

APPS = (
    "accounts",
    "projects",
    "videos",
    "masklets",
    "propagation",
    "assignments",
    "review",
    "exchange",
    "dataengine",
    "feed",
    "realtime",
)

urlpatterns = [
    path("statusz", health.answer_status),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema")),
    *(path("api/", include(f"labeling.{app}.api.urls")) for app in APPS),
    re_path(r"^(?!api/|ws/|static/).*$", pages.show_page),
]

handler404 = "labeling.http.failures.answer_not_found"
handler500 = "labeling.http.failures.answer_failure"
