from typing import Any

import factory
import numpy as np

from inference import rle as rle_codec
from inference.types import Rle
from labeling.masklets.models import Masklet, Operation
from tests.factories.accounts import UserFactory
from tests.factories.projects import LabelFactory
from tests.factories.videos import VideoFactory


class MaskletFactory(factory.django.DjangoModelFactory):
    """An object without a mask in a video of 64×48 pixels; give `video` and `author` to place it."""

    class Meta:
        model = Masklet

    video = factory.SubFactory(VideoFactory)
    label = factory.LazyAttribute(lambda masklet: LabelFactory(project=masklet.video.project))
    number = factory.Sequence(lambda n: n + 1)
    author = factory.SubFactory(UserFactory)


class OperationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Operation

    video = factory.SubFactory(VideoFactory)
    author = factory.SubFactory(UserFactory)
    kind = Operation.Kind.DRAW


def make_square(left: int = 4, *, top: int = 6, side: int = 10, size: tuple[int, int] = (48, 64)) -> Rle:
    """The mask of a square."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[top : top + side, left : left + side] = True
    return rle_codec.encode(mask)


def as_json(rle: Rle) -> dict[str, Any]:
    return {"size": list(rle.size), "counts": rle.counts}
