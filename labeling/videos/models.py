import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from labeling.jobs.models import LeasedJob
from labeling.projects.models import Project


class Upload(models.Model):
    """A file that arrives in pieces (tus); it becomes a video once whole.

    `project`, `sha256` and `fingerprint` are what the client said of it when it began, if anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", null=True)
    filename = models.CharField(max_length=255)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    consumed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.filename} {self.offset}/{self.length}"


class Video(models.Model):
    """An uploaded file with its frozen frame table and its canonical proxy. Paths are names in the media storage."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded"
        INGESTING = "ingesting"
        READY = "ready"
        FAILED = "failed"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="videos")
    name = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UPLOADED)
    problem = models.TextField(blank=True)
    warning = models.TextField(blank=True)
    progress = models.FloatField(default=0)
    eta_s = models.FloatField(null=True, blank=True)
    num_frames = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    duration_s = models.FloatField(default=0)
    original = models.CharField(max_length=255, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    original_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    original_bytes = models.BigIntegerField(default=0)
    proxy = models.CharField(max_length=255, blank=True)
    proxy_digest = models.CharField(max_length=64, blank=True)
    poster = models.CharField(max_length=255, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def can_retry(self) -> bool:
        """Whether it failed for a reason that may not be the file's, which is therefore still there."""
        return self.status == self.Status.FAILED and bool(self.original)

    @property
    def is_open(self) -> bool:
        """Whether anything in it may be changed, as far as the video itself says."""
        return self.archived_at is None and self.deleted_at is None


class FrameTable(models.Model):
    """The frozen table index → PTS of a video, in units of time_base_num / time_base_den seconds."""

    video = models.OneToOneField(Video, on_delete=models.PROTECT, related_name="frame_table", primary_key=True)
    time_base_num = models.PositiveIntegerField()
    time_base_den = models.PositiveIntegerField()
    pts = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"frames of {self.video}"


class Ingest(LeasedJob):
    """The job that turns a video's original into frame table, proxy and poster."""

    video = models.OneToOneField(Video, on_delete=models.PROTECT, related_name="ingest")

    def __str__(self) -> str:
        return f"ingest of {self.video}"
