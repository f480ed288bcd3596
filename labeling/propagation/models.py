from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from labeling.jobs.models import LeasedJob
from labeling.masklets.models import Masklet, Operation
from labeling.videos.models import Video


class Propagation(LeasedJob):
    """A job that tracks masklets over frames [start, stop) from an anchor in a direction."""

    class Direction(models.TextChoices):
        FORWARD = "forward"
        BACKWARD = "backward"
        BOTH = "both"

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="propagations")
    masklets = models.ManyToManyField(Masklet, related_name="propagations")
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="propagation")
    direction = models.CharField(max_length=8, choices=Direction.choices)
    start = models.PositiveIntegerField()
    stop = models.PositiveIntegerField()
    anchor = models.PositiveIntegerField()
    frames_done = models.PositiveIntegerField(default=0)
    frames_total = models.PositiveIntegerField(default=0)
    stopped_at = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        help_text="frames beyond a scene cut, before which objects were no longer followed",
    )
    resume = models.JSONField(
        default=dict,
        help_text="where the next attempt goes on: the start of each masklet, the leg, the position in it, and the "
        "masklets that a scene cut stopped in that leg",
    )

    class Meta:
        indexes = [models.Index(fields=["id"], name="propagation_queued", condition=models.Q(status="queued"))]

    def __str__(self) -> str:
        return f"propagation {self.direction} in {self.video}"


class PropagationMemory(models.Model):
    """What the tracker remembered after the last committed chunk, so that any worker goes on as the last one would.

    Apart from the job, whose row is read often and without it; deleted when the job is over.
    """

    propagation = models.OneToOneField(Propagation, on_delete=models.CASCADE, primary_key=True, related_name="memory")
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"memory of {self.propagation}"


class GpuWorker(models.Model):
    """A gpu worker that has been seen: its model, its device and its last heartbeat."""

    name = models.CharField(max_length=120, primary_key=True)
    model = models.CharField(max_length=60, blank=True)
    device = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class SessionLease(models.Model):
    """Which gpu worker holds a video's session, so that clicks go where the features are."""

    video = models.OneToOneField(Video, on_delete=models.PROTECT, primary_key=True, related_name="session_lease")
    worker = models.CharField(max_length=120)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.video} at {self.worker}"
