from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

validate_color = RegexValidator(r"^#[0-9A-Fa-f]{6}$", "Give a colour as #RRGGBB, for example #E69F00.")


class Project(models.Model):
    """An ontology, members with roles, videos, a tracking model and a workflow."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    instructions = models.TextField(blank=True, help_text="what annotators are to heed, as plain text")
    tracking_model = models.CharField(max_length=60)
    default_label = models.ForeignKey(
        "Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="of the next new object"
    )
    assigned_only = models.BooleanField(
        default=False, help_text="whether annotators find in their inbox only what they were given"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    last_change = models.BigIntegerField(default=0, help_text="the number of the newest ProjectChange")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether anything in it may be changed."""
        return self.archived_at is None and self.deleted_at is None


class ProjectChange(models.Model):
    """What an admin changed, in order and without gaps, by which open editors are told; append-only."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    number = models.BigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    change = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="project_change_unique")]

    def __str__(self) -> str:
        return f"{self.change['type']} {self.project_id}/{self.number}"


class Label(models.Model):
    """What a masklet may be called in a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="labels")
    name = models.CharField(max_length=120)
    color = models.CharField(max_length=7, validators=[validate_color])
    position = models.PositiveIntegerField(default=0)
    shortcut = models.CharField(max_length=1, blank=True, help_text="the key that chooses it in the editor")
    attributes = models.JSONField(
        default=list, blank=True, help_text="AttributeState objects in order, removed ones last; see rules.py"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"], condition=models.Q(deleted_at=None), name="label_name_unique"
            ),
            models.UniqueConstraint(
                fields=["project", "shortcut"],
                condition=models.Q(deleted_at=None) & ~models.Q(shortcut=""),
                name="label_shortcut_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class Membership(models.Model):
    """A person's role in a project."""

    class Role(models.TextChoices):
        ANNOTATOR = "annotator"
        REVIEWER = "reviewer"
        ADMIN = "admin"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"], condition=models.Q(deleted_at=None), name="membership_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} in {self.project}"


class Invite(models.Model):
    """A link by which people become members; only the SHA-256 of its secret is stored."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="invites")
    role = models.CharField(max_length=10, choices=Membership.Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    max_uses = models.PositiveIntegerField(null=True, help_text="null: any number")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role} in {self.project}"


class InviteUse(models.Model):
    """Who came by which link."""

    invite = models.ForeignKey(Invite, on_delete=models.PROTECT, related_name="uses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user} by {self.invite}"
