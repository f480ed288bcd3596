"""Who did what when, and what two versions of an object differ in."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.http.views import ActionView
from labeling.masklets import models, queries
from labeling.masklets.api.serializers import MAX_FRAME, MAX_ID, RangeField
from labeling.projects.api.serializers import ValueField
from labeling.videos.queries import find_video


class ThumbnailSerializer(serializers.Serializer):
    """A frame on which the version put a mask, and the mask's box [x0, y0, x1, y1] in pixels."""

    masklet = serializers.IntegerField()
    version = serializers.IntegerField()
    frame = serializers.IntegerField()
    bbox = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4)


class VersionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    operation = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=models.Operation.Kind.choices)
    author = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    ranges = serializers.ListField(child=RangeField(min_length=2, max_length=2))
    undoes = serializers.IntegerField(allow_null=True)
    undone_by = serializers.IntegerField(allow_null=True)
    thumbnail = ThumbnailSerializer(allow_null=True)


class AttributeChangeSerializer(serializers.Serializer):
    masklet = serializers.IntegerField()
    attribute = serializers.CharField()
    old = ValueField(allow_null=True)
    new = ValueField(allow_null=True)


class OperationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=models.Operation.Kind.choices)
    author = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    undoes = serializers.IntegerField(allow_null=True)
    undone_by = serializers.IntegerField(allow_null=True)
    masklets = serializers.ListField(child=serializers.IntegerField())
    versions = serializers.ListField(child=RangeField(min_length=2, max_length=2, help_text="[masklet, number]"))
    ranges = serializers.ListField(child=RangeField(min_length=3, max_length=3, help_text="[masklet, start, stop]"))
    attributes = AttributeChangeSerializer(many=True)
    thumbnail = ThumbnailSerializer(allow_null=True)


class VersionsQuerySerializer(serializers.Serializer):
    before = serializers.IntegerField(min_value=1, max_value=MAX_FRAME, required=False, default=None)


class OperationsQuerySerializer(serializers.Serializer):
    before = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False, default=None)
    masklet = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False, default=None)


class SideSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text="the one that put it there")
    state = serializers.ChoiceField(choices=models.MaskState.choices)
    origin = serializers.ChoiceField(choices=models.Origin.choices)


class DifferingFrameSerializer(serializers.Serializer):
    """`old` or `new` is null where that version had never said anything about the frame."""

    frame = serializers.IntegerField()
    old = SideSerializer(allow_null=True)
    new = SideSerializer(allow_null=True)


class DiffSerializer(serializers.Serializer):
    """`next` is the frame from which to ask on, null on the last page."""

    frames = DifferingFrameSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class DiffQuerySerializer(serializers.Serializer):
    """From version 0, the object before its first one, to the newest, unless others are named."""

    to = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=None)
    start = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=0)
    stop = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=MAX_FRAME)

    def get_fields(self) -> dict[str, serializers.Field]:
        """With `from`, which is a word of Python's own."""
        old = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=0)
        return {"from": old, **super().get_fields()}


class VersionsView(ActionView):
    @extend_schema(parameters=[VersionsQuerySerializer], responses=VersionSerializer(many=True))
    def get(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id)
        query = VersionsQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        versions = queries.list_versions(masklet, before=query.validated_data["before"])
        return Response([asdict(version) for version in versions])


class OperationsView(ActionView):
    @extend_schema(parameters=[OperationsQuerySerializer], responses=OperationSerializer(many=True))
    def get(self, request: Request, video_id: int) -> Response:
        video, _ = find_video(user=self.actor, video_id=video_id)
        query = OperationsQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        operations = queries.list_operations(video, **query.validated_data)
        return Response([asdict(operation) for operation in operations])


class DiffView(ActionView):
    @extend_schema(parameters=[DiffQuerySerializer], responses=DiffSerializer)
    def get(self, request: Request, masklet_id: int) -> Response:
        masklet, _ = queries.find_masklet(user=self.actor, masklet_id=masklet_id)
        query = DiffQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = query.validated_data
        page = queries.compare_versions(
            masklet,
            old=data["from"],
            new=masklet.head if data["to"] is None else data["to"],
            start=data["start"],
            stop=data["stop"],
        )
        return Response(asdict(page))
