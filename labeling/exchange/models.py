from django.conf import settings
from django.db import models

from labeling.projects.models import Project
from labeling.tracing import MAX_CHARS, current_request_id


class Export(models.Model):
    """A request for a project's masklets in a format; its archive is streamed from what stands when it is fetched."""

    class Format(models.TextChoices):
        SAV = "sav"

    class Scope(models.TextChoices):
        APPROVED = "approved"
        ALL = "all"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField(max_length=12, choices=Format.choices)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    ann_every = models.PositiveIntegerField(default=4)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=MAX_CHARS, blank=True, default=current_request_id)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.format} export of {self.project}"
