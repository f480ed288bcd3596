"""Makes the first accounts of an installation and, unless told otherwise, a demo project with a clip of its own."""

import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from labeling.accounts.actions import create_token
from labeling.accounts.models import User
from labeling.projects.actions import create_label, create_project
from labeling.projects.models import Membership, Project
from labeling.videos.actions import create_video_from_path
from labeling.videos.demo_clip import render_demo_clip

LABELS = (("object", "#E69F00"), ("shape", "#56B4E9"), ("other", "#009E73"))
ROLES = (Membership.Role.ADMIN, Membership.Role.ANNOTATOR, Membership.Role.REVIEWER)
CLIP_FRAMES = 96
CLIP_HEIGHT_WIDTH_PX = (360, 640)
CLIP_FPS = 24


class Command(BaseCommand):
    help = "Make the accounts admin, annotator and reviewer with generated passwords, and a demo project."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-project", action="store_true", help="make the accounts only")

    def handle(self, *args: Any, **options: Any) -> None:
        # Only an installation without people gets accounts: nobody's password is ever replaced.
        if User.objects.exists():
            return
        with transaction.atomic():
            users = {role: _create_user(role) for role in ROLES}
            entries = [_give_login(users[role], role) for role in ROLES]
            if not options["no_project"]:
                _create_demo_project(users)
            _write_private(settings.MASKLOOP_HOME / "logins.json", json.dumps(entries, indent=2) + "\n")


def _create_user(role: str) -> User:
    return User(username=role, display_name=role.capitalize(), is_staff=role == Membership.Role.ADMIN)


def _give_login(user: User, role: str) -> dict[str, str]:
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save()
    _, token = create_token(user=user, name="made with the installation")
    return {"role": role, "username": user.username, "password": password, "token": token}


def _create_demo_project(users: dict[Membership.Role, User]) -> Project:
    admin = users[Membership.Role.ADMIN]
    project = create_project(actor=admin, name="Demo", description="A generated clip to try everything on.").project
    for name, color in LABELS:
        create_label(project=project, name=name, color=color, actor=admin)
    for role in (Membership.Role.ANNOTATOR, Membership.Role.REVIEWER):
        Membership.objects.create(project=project, user=users[role], role=role)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shapes.mp4"
        render_demo_clip(path, num_frames=CLIP_FRAMES, size=CLIP_HEIGHT_WIDTH_PX, fps=CLIP_FPS, burned_in=False)
        create_video_from_path(project=project, path=path, name="shapes.mp4", actor=admin)
    return project


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    path.chmod(0o600)
