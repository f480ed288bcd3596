from django.conf import settings
from django.db import models

from labeling.jobs.models import LeasedJob
from labeling.masklets.fields import DeflatedTextField, PostgresEnumField, RealField
from labeling.projects.models import Label
from labeling.videos.models import Video


class Origin(models.TextChoices):
    PROMPTED = "prompted"
    PROPAGATED = "propagated"
    DRAWN = "drawn"
    IMPORTED = "imported"
    AUTOMATIC = "automatic"
    RESTORED = "restored"


class MaskState(models.TextChoices):
    PRESENT = "present"
    ABSENT = "absent"
    CLEARED = "cleared"


class Operation(models.Model):
    """What one person did in one gesture: the unit of undo and of the history; append-only."""

    class Kind(models.TextChoices):
        CREATE = "create"
        PROMPT = "prompt"
        UNPROMPT = "unprompt"
        DRAW = "draw"
        MARK = "mark"
        PROPAGATE = "propagate"
        RELABEL = "relabel"
        ATTRIBUTE = "attribute"
        DELETE = "delete"
        SUBMIT = "submit"
        REOPEN = "reopen"
        REVIEW = "review"
        APPLY = "apply"
        IMPORT = "import"
        SPLIT = "split"
        MERGE = "merge"
        SWAP = "swap"
        COPY = "copy"
        RESTORE = "restore"
        RECOVER = "recover"
        UNDO = "undo"
        REDO = "redo"

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="operations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # One to one, so that Postgres itself refuses a second undo of one operation.
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} by {self.author}"


class Masklet(models.Model):
    """One object through one video: a label and a history of versions. Its row lock orders the versions."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        REJECTED = "rejected"
        NOT_WELL_DEFINED = "not_well_defined"

    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="masklets")
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="the object's number in its video, from 1")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    head = models.PositiveIntegerField(default=0, help_text="the newest version's number")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_version = models.PositiveIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    attributes = models.JSONField(
        default=dict, blank=True, help_text="values by the attribute's id, those of removed ones and other labels too"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["video", "number"], name="masklet_number_unique")]

    def __str__(self) -> str:
        return f"#{self.number} in {self.video}"


class MaskletEdit(models.Model):
    """What one operation changed of a masklet besides its masks, or whether it is there; append-only.

    `attributes` holds [old, new] by the attribute's id, null where there was or is no value.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="masklet_edits")
    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="edits")
    old_label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    new_label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")
    was_there = models.BooleanField()
    is_there = models.BooleanField()
    attributes = models.JSONField(default=dict, blank=True)
    head = models.PositiveIntegerField(help_text="the masklet's newest version at that time")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "masklet"], name="masklet_edit_unique")]

    def __str__(self) -> str:
        return f"edit of {self.masklet}"


class Version(models.Model):
    """An immutable step of one masklet; `ranges` are the frames it changed as [[start, stop), …]; append-only."""

    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="versions")
    ranges = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["masklet", "number"], name="version_number_unique")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.masklet}"


class RleBytes(models.Model):
    """The compressed COCO run lengths of one mask, apart so that pictures of a video load no bytes; append-only."""

    height = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    counts = DeflatedTextField()

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


class FrameMask(models.Model):
    """A masklet's mask on one frame as of one version: a delta row; append-only.

    `source` is set where an undo says again what an earlier version said, 0 where it takes the first one back. There
    is a row for each changed frame: no number of its own, no index but the key (`./maskloop bench version-storage`).
    """

    pk = models.CompositePrimaryKey("masklet_id", "frame", "version")
    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="frame_masks", db_index=False)
    rle = models.ForeignKey(RleBytes, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    frame = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    area_px = models.PositiveIntegerField(default=0)
    score = RealField(null=True)
    source = models.PositiveIntegerField(null=True)
    origin = PostgresEnumField(type_name="mask_origin", max_length=10, choices=Origin.choices)
    state = PostgresEnumField(type_name="mask_state", max_length=8, choices=MaskState.choices)

    def __str__(self) -> str:
        return f"frame {self.frame} of {self.masklet} at {self.version}"


class FrameHead(models.Model):
    """The current picture of a masklet on one frame: a copy of its newest FrameMask, upserted with it."""

    pk = models.CompositePrimaryKey("masklet_id", "frame")
    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="frame_heads", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    rle = models.ForeignKey(RleBytes, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    frame = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    score = RealField(null=True)
    origin = PostgresEnumField(type_name="mask_origin", max_length=10, choices=Origin.choices)
    state = PostgresEnumField(type_name="mask_state", max_length=8, choices=MaskState.choices)

    def __str__(self) -> str:
        return f"frame {self.frame} of {self.masklet}"


class Prompt(models.Model):
    """A point set, box or mask put on a frame: durable, so that any worker can rebuild a session.

    `operation` is the one that first put it there, `removed_by` the one that took it away where it does not stand.
    """

    class Kind(models.TextChoices):
        POINT = "point"
        BOX = "box"
        MASK = "mask"

    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="prompts")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="prompts")
    frame = models.PositiveIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    points = models.JSONField(null=True, help_text="[[x_px, y_px], …]")
    labels = models.JSONField(null=True, help_text="1 positive, 0 negative, one for each point")
    box = models.JSONField(null=True, help_text="[x0, y0, x1, y1] in pixels")
    rle = models.ForeignKey(RleBytes, null=True, on_delete=models.PROTECT, related_name="+")
    removed_by = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="removed_prompts")

    class Meta:
        indexes = [models.Index(fields=["masklet", "frame"], name="prompt_live", condition=models.Q(removed_by=None))]

    def __str__(self) -> str:
        return f"{self.kind} on frame {self.frame} of {self.masklet}"


class PromptEdit(models.Model):
    """What one operation did with a prompt: put it on a masklet, took it off, or moved it to another; append-only."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="prompt_edits")
    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="edits")
    old_masklet = models.ForeignKey(Masklet, null=True, on_delete=models.PROTECT, related_name="+")
    new_masklet = models.ForeignKey(Masklet, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "prompt"], name="prompt_edit_unique")]

    def __str__(self) -> str:
        return f"edit of {self.prompt}"


class Prediction(LeasedJob):
    """The job that asks the model for one masklet's mask on one frame, from the prompts that stand there."""

    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="predictions")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="predictions")
    frame = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["id"], name="prediction_queued", condition=models.Q(status="queued"))]

    def __str__(self) -> str:
        return f"prediction for frame {self.frame} of {self.masklet}"


class SideEdit(models.Model):
    """The edit that lost a conflict, kept outside the numbering, for good; open until it is applied or dismissed."""

    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="side_edits")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frame = models.PositiveIntegerField()
    base_version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=MaskState.choices)
    rle = models.ForeignKey(RleBytes, null=True, on_delete=models.PROTECT, related_name="+")
    applied_by = models.ForeignKey(Operation, null=True, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["masklet"], name="side_edit_open", condition=models.Q(closed_at=None))]

    def __str__(self) -> str:
        return f"side edit on frame {self.frame} of {self.masklet}"


class ApprovedRange(models.Model):
    """Frames [start, stop) of a masklet that a reviewer approved as of a version; read-only until reopened."""

    masklet = models.ForeignKey(Masklet, on_delete=models.PROTECT, related_name="approved_ranges")
    version = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    stop = models.PositiveIntegerField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(auto_now_add=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"frames {self.start}–{self.stop} of {self.masklet}"
