from labeling.accounts.models import User
from labeling.exchange.models import Export
from labeling.projects.models import Project


def create_export(*, project: Project, actor: User, format: str, scope: str, ann_every: int) -> Export:  # noqa: A002 - the wire's word
    """Keep what is wanted; the archive is made from what stands each time it is fetched."""
    return Export.objects.create(project=project, format=format, scope=scope, ann_every=ann_every, created_by=actor)
