from django.conf import settings
from django.db import models

from labeling.masklets.models import Masklet


class Review(models.Model):
    """A decision on frames [start, stop) of a masklet as of a version; append-only."""

    class Decision(models.TextChoices):
        SATISFACTORY = "satisfactory"
        UNSATISFACTORY = "unsatisfactory"
        NOT_WELL_DEFINED = "not_well_defined"

    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, choices=Decision.choices)
    version = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    stop = models.PositiveIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.decision} on {self.masklet}"
