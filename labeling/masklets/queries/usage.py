"""Who would lose what with a label or one of its attributes."""

from dataclasses import dataclass

from django.db import connection

from labeling.masklets.models import Masklet
from labeling.projects.models import Label

VALUES_SQL = """
SELECT value.key, count(*)
FROM masklets_masklet AS masklet, jsonb_object_keys(masklet.attributes) AS value(key)
WHERE masklet.label_id = %s AND masklet.deleted_at IS NULL
GROUP BY value.key
"""


@dataclass(frozen=True)
class LabelUsage:
    """How many objects carry a label, and how many of them have a value for an attribute, by its id."""

    objects: int
    attributes: dict[str, int]


def count_usage(label: Label) -> LabelUsage:
    with connection.cursor() as cursor:
        cursor.execute(VALUES_SQL, [label.pk])
        counts = dict(cursor.fetchall())
    return LabelUsage(objects=Masklet.objects.filter(label=label, deleted_at=None).count(), attributes=counts)
