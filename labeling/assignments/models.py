from django.conf import settings
from django.db import models

from labeling.videos.models import Video


class Assignment(models.Model):
    """Who is asked to label or to review a video. It guides and locks nothing: others may open the video as well."""

    class Kind(models.TextChoices):
        ANNOTATE = "annotate"
        REVIEW = "review"

    class Reason(models.TextChoices):
        RETURNED = "returned"
        UNASSIGNED = "unassigned"
        REPLACED = "replaced"
        LEFT = "left"

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the user who took it themselves",
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, help_text="why it ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["video", "user", "kind"], condition=models.Q(ended_at=None), name="assignment_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.kind} {self.video}"
