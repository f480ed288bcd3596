import factory

from inference.checkpoints import default_checkpoint_name
from labeling.projects.models import Label, Membership, Project
from tests.factories.accounts import UserFactory


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"Street {n}")
    tracking_model = factory.LazyFunction(default_checkpoint_name)
    created_by = factory.SubFactory(UserFactory)


class LabelFactory(factory.django.DjangoModelFactory[Label]):
    class Meta:
        model = Label

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"label {n}")
    color = "#E69F00"
    position = factory.Sequence(lambda n: n)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.ANNOTATOR
