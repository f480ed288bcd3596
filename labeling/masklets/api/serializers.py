from typing import Any

from rest_framework import serializers

from inference.types import BoxPrompt, MaskPrompt, PointPrompt, Prompt, Rle
from labeling.masklets import models
from labeling.projects.api.serializers import ValueField

MAX_FRAME = 2**31 - 1
MAX_ID = 2**63 - 1
# A mask of noise at 1920×1080 needs about 3 MB of counts.
MAX_COUNTS_CHARS = 8_000_000
# What a person may say of a frame without a mask.
STATEMENTS = [("absent", "Absent"), ("cleared", "Cleared")]


class RangeField(serializers.ListField):
    """[start, stop), stop exclusive."""

    child = serializers.IntegerField()


class RleSerializer(serializers.Serializer):
    size = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=65_535), min_length=2, max_length=2
    )
    counts = serializers.CharField(max_length=MAX_COUNTS_CHARS, trim_whitespace=False)


def read_rle(data: dict[str, Any]) -> Rle:
    height, width = data["size"]
    return Rle(size=(height, width), counts=data["counts"])


# Those of the reviewers' app, which lies above.
DECISIONS = [
    ("satisfactory", "Satisfactory"),
    ("unsatisfactory", "Unsatisfactory"),
    ("not_well_defined", "Not Well Defined"),
]


class LastReviewSerializer(serializers.Serializer):
    decision = serializers.ChoiceField(choices=DECISIONS)
    comment = serializers.CharField()
    reviewer = serializers.IntegerField()
    at = serializers.DateTimeField()


class MaskletSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    video = serializers.IntegerField()
    label = serializers.IntegerField()  # type: ignore[assignment]  # hides the field's own `label`
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=models.Masklet.Status.choices)
    head = serializers.IntegerField()
    author = serializers.IntegerField()
    submitted_version = serializers.IntegerField(allow_null=True)
    approved = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=3, max_length=3)
    )
    last_review = LastReviewSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    attributes = serializers.DictField(child=ValueField(), help_text="values by the attribute's id")


class PixelsField(serializers.FloatField):
    """A number of pixels; one too large for a float is refused instead of failing."""

    def to_internal_value(self, data: Any) -> float:
        try:
            return super().to_internal_value(data)
        except OverflowError:
            self.fail("invalid")


class ValuesField(serializers.DictField):
    """Values by the attribute's id; null takes one away."""

    child = ValueField(allow_null=True)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        # A key that cannot be written down could not be named in the refusal either.
        for key in data if isinstance(data, dict) else ():
            self.child.to_internal_value(key)
        return super().to_internal_value(data)


class NewMaskletSerializer(serializers.Serializer):
    label = serializers.IntegerField(min_value=1, max_value=MAX_ID)  # type: ignore[assignment]  # hides the field's own `label`
    attributes = ValuesField(required=False, help_text="what is left out has the label's defaults")


class MaskletChangesSerializer(serializers.Serializer):
    label = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False)  # type: ignore[assignment]  # hides the field's own `label`
    attributes = ValuesField(required=False, help_text="what is left out stays")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Send a `label`, `attributes`, or both.")
        return attrs


class PromptSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    masklet = serializers.IntegerField()
    frame = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=models.Prompt.Kind.choices)
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2), allow_null=True
    )
    labels = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
    box = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4, allow_null=True)
    rle = RleSerializer(allow_null=True)
    author = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class NewPromptSerializer(serializers.Serializer):
    """Points with their labels, or a box, or a mask; pixels from the top left."""

    frame = serializers.IntegerField(min_value=0, max_value=MAX_FRAME)
    kind = serializers.ChoiceField(choices=models.Prompt.Kind.choices)
    points = serializers.ListField(
        child=serializers.ListField(child=PixelsField(), min_length=2, max_length=2), required=False
    )
    labels = serializers.ListField(child=serializers.IntegerField(), required=False)
    box = serializers.ListField(child=PixelsField(), min_length=4, max_length=4, required=False)
    rle = RleSerializer(required=False)
    base_version = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = {"point": ("points", "labels"), "box": ("box",), "mask": ("rle",)}[attrs["kind"]]
        missing = [name for name in needed if name not in attrs]
        if missing:
            raise serializers.ValidationError({name: [f"A {attrs['kind']} prompt needs `{name}`."] for name in missing})
        return attrs

    def read_prompt(self) -> Prompt:
        data = self.validated_data
        if data["kind"] == models.Prompt.Kind.POINT:
            points = tuple((x, y) for x, y in data["points"])
            return PointPrompt(frame=data["frame"], points=points, labels=tuple(data["labels"]))
        if data["kind"] == models.Prompt.Kind.BOX:
            x0, y0, x1, y1 = data["box"]
            return BoxPrompt(frame=data["frame"], box=(x0, y0, x1, y1))
        return MaskPrompt(frame=data["frame"], rle=read_rle(data["rle"]))


class PromptAddedSerializer(serializers.Serializer):
    operation = serializers.IntegerField()
    prompt = PromptSerializer()
    removed = serializers.ListField(child=serializers.IntegerField())


class OperationReferenceSerializer(serializers.Serializer):
    operation = serializers.IntegerField()


class FrameStatementSerializer(serializers.Serializer):
    """A drawn mask (`rle`), or the statement that there is none: "absent" (looked, not there) or "cleared"."""

    rle = RleSerializer(required=False)
    state = serializers.ChoiceField(choices=STATEMENTS, required=False)
    base_version = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("rle" in attrs) == ("state" in attrs):
            raise serializers.ValidationError("Send either a mask as `rle`, or a `state`: “absent” or “cleared”.")
        return attrs


class FrameDrawnSerializer(serializers.Serializer):
    operation = serializers.IntegerField()
    version = serializers.IntegerField()


class FrameConflictSerializer(serializers.Serializer):
    """Problem details of a frame that another person changed first."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    head = serializers.IntegerField()
    author = serializers.IntegerField()
    frames = serializers.ListField(child=serializers.IntegerField())
    side_edit = serializers.IntegerField(allow_null=True)


class FrameMaskSerializer(serializers.Serializer):
    frame = serializers.IntegerField()
    rle = RleSerializer(allow_null=True)
    origin = serializers.ChoiceField(choices=models.Origin.choices)
    state = serializers.ChoiceField(choices=models.MaskState.choices)
    version = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)


class MasksPageSerializer(serializers.Serializer):
    masks = FrameMaskSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class MasksQuerySerializer(serializers.Serializer):
    version = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False)
    start = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=0)
    stop = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=MAX_FRAME)
