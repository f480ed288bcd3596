"""One of everything that a route can name, in a project with a member of each role."""

from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.utils import timezone

from labeling.accounts.actions import create_token
from labeling.accounts.models import ApiToken, User
from labeling.accounts.rules import name_session
from labeling.assignments.models import Assignment
from labeling.exchange.models import Export
from labeling.masklets.models import Masklet, Operation, Prompt, SideEdit
from labeling.projects.actions import create_invite
from labeling.projects.models import Invite, Label, Membership, Project
from labeling.propagation.models import Propagation
from labeling.videos.actions import FileFacts, create_upload
from labeling.videos.models import Upload, Video
from tests.factories.accounts import UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.masklets import MaskletFactory, OperationFactory
from tests.factories.projects import LabelFactory, MembershipFactory, ProjectFactory
from tests.factories.videos import VideoFactory


@dataclass(frozen=True)
class World:
    outsider: User
    annotator: User
    reviewer: User
    admin: User
    project: Project
    label: Label
    member: Membership
    token: ApiToken
    session_id: str
    invite: Invite
    secret: str
    upload: Upload
    video: Video
    deleted_project: Project
    deleted_label: Label
    deleted_video: Video
    masklet: Masklet
    prompt: Prompt
    side_edit: SideEdit
    propagation: Propagation
    assignment: Assignment
    export: Export

    def user(self, role: str) -> User | None:
        return None if role == "anonymous" else getattr(self, role)

    def fill(self, route: str) -> str:
        """The address of a route with the ids of this world."""
        values = {
            "user_id": self.outsider.pk,
            "project_id": self.project.pk,
            "label_id": self.label.pk,
            "deleted_project_id": self.deleted_project.pk,
            "deleted_label_id": self.deleted_label.pk,
            "deleted_video_id": self.deleted_video.pk,
            "member_id": self.member.pk,
            "token_id": self.token.pk,
            "session_id": self.session_id,
            "invite_id": self.invite.pk,
            "upload_id": self.upload.pk,
            "video_id": self.video.pk,
            "masklet_id": self.masklet.pk,
            "prompt_id": self.prompt.pk,
            "side_edit_id": self.side_edit.pk,
            "propagation_id": self.propagation.pk,
            "assignment_id": self.assignment.pk,
            "export_id": self.export.pk,
            "frame": 3,
            "index": 3,
        }
        for name, value in values.items():
            route = route.replace(f"<{name}>", str(value))
        return f"/api/{route}"


def build_world(video: Video) -> World:
    """The world around a ready video with its media."""
    project = video.project
    people = {
        role: MembershipFactory.create(project=project, role=role).user for role in ("annotator", "reviewer", "admin")
    }
    label = LabelFactory.create(project=project)
    masklet = MaskletFactory.create(video=video, label=label, author=people["annotator"])
    operations = [OperationFactory.create(video=video, author=people["annotator"]) for _ in range(2)]
    invite, secret = create_invite(
        project=project, actor=people["admin"], role="annotator", expires_in_days=1, max_uses=None, note=""
    )
    return World(
        invite=invite,
        secret=secret,
        **people,
        outsider=UserFactory.create(),
        project=project,
        label=label,
        member=MembershipFactory.create(project=project),
        token=create_token(user=people["admin"], name="mine")[0],
        session_id=make_session(people["admin"]),
        upload=make_upload(people["admin"]),
        video=video,
        deleted_project=make_deleted_project(people),
        deleted_label=LabelFactory.create(project=project, deleted_at=timezone.now()),
        deleted_video=VideoFactory.create(project=project, deleted_at=timezone.now()),
        masklet=masklet,
        prompt=make_prompt(masklet, operations[0]),
        side_edit=SideEdit.objects.create(
            masklet=masklet, author=people["annotator"], frame=2, base_version=0, state="absent"
        ),
        propagation=make_propagation(masklet, operations[1]),
        assignment=AssignmentFactory.create(video=video, user=people["annotator"]),
        export=Export.objects.create(project=project, format="sav", scope="all", created_by=people["admin"]),
    )


def make_session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return name_session(client.cookies[settings.SESSION_COOKIE_NAME].value)


def make_deleted_project(people: dict[str, User]) -> Project:
    project: Project = ProjectFactory.create(deleted_at=timezone.now())
    for role, user in people.items():
        MembershipFactory.create(project=project, user=user, role=role)
    return project


def make_upload(owner: User) -> Upload:
    return create_upload(actor=owner, file=FileFacts(length=10, filename="clip.mp4"))


def make_prompt(masklet: Masklet, operation: Operation) -> Prompt:
    return Prompt.objects.create(
        masklet=masklet, operation=operation, frame=1, kind="point", points=[[4, 4]], labels=[1]
    )


def make_propagation(masklet: Masklet, operation: Operation) -> Propagation:
    propagation = Propagation.objects.create(
        video=masklet.video,
        operation=operation,
        direction="forward",
        start=0,
        stop=9,
        anchor=1,
        created_by=masklet.author,
    )
    propagation.masklets.add(masklet)
    return propagation
