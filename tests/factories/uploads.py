from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.videos import actions
from labeling.videos.models import Upload


def upload_bytes(
    owner: User, content: bytes, *, sent: int | None = None, sha256: str = "", project: Project | None = None
) -> Upload:
    """An upload of `content`, whole or of its first bytes."""
    facts = actions.FileFacts(length=len(content), filename="dog.mp4", sha256=sha256)
    upload = actions.create_upload(actor=owner, file=facts, project=project)
    pieces = iter([content[:sent], b""])
    return actions.append_to_upload(actor=owner, upload_id=upload.pk, offset=0, read=lambda _: next(pieces))
