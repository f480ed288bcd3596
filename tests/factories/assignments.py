from typing import Any

import factory
from django.utils import timezone

from labeling.assignments.models import Assignment
from tests.factories.accounts import UserFactory
from tests.factories.videos import VideoFactory


class AssignmentFactory(factory.django.DjangoModelFactory[Assignment]):
    """A video that a person was asked to annotate, by themselves unless told otherwise."""

    class Meta:
        model = Assignment

    video: Any = factory.SubFactory(VideoFactory)
    user: Any = factory.SubFactory(UserFactory)
    kind = Assignment.Kind.ANNOTATE
    assigned_by: Any = factory.SelfAttribute("user")
    at = factory.LazyFunction(timezone.now)
