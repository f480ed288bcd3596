from django.conf import settings
from django.db import models

from labeling.masklets.models import Masklet
from labeling.videos.models import Video


class Activity(models.Model):
    """A person's effort on a video in one slot of 15 seconds."""

    class Mode(models.TextChoices):
        ANNOTATE = "annotate"
        REVIEW = "review"
        EDIT = "edit"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="activities")
    masklet = models.ForeignKey(Masklet, null=True, on_delete=models.PROTECT, related_name="activities")
    slot = models.BigIntegerField(help_text="unix seconds // 15")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    active_ms = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    strokes = models.PositiveIntegerField(default=0)
    frames_seen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "video", "masklet", "slot", "mode"],
                name="activity_unique",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.mode} {self.video} at {self.slot}"
