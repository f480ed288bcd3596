from django.conf import settings
from django.db import models


class VideoStream(models.Model):
    """The event counter of one video. Its row is locked last in every transaction that writes an event."""

    video_id = models.BigIntegerField(primary_key=True)
    last_seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"video {self.video_id} at {self.last_seq}"


class Event(models.Model):
    """What happened to a video, in order and without gaps; append-only."""

    video_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    type = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    payload = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["video_id", "seq"], name="event_seq_unique")]
        # What people did with whole videos is a handful among the many events of their masks.
        indexes = [
            models.Index(
                fields=["video_id", "at"],
                name="event_video_by_person",
                condition=models.Q(type="video.changed", actor__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.video_id}/{self.seq}"


class OutboxRow(models.Model):
    """A message that must leave after the commit, to the video's room or to a task queue; deleted once it has left."""

    class Kind(models.TextChoices):
        EVENT = "event"
        TASK = "task"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    target = models.CharField(max_length=120, help_text="the video's id, or the queue's name")
    message = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} to {self.target}"
