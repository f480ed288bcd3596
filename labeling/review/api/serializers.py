from rest_framework import serializers

from labeling.masklets.api.serializers import MAX_FRAME, MaskletSerializer
from labeling.review.models import Review
from labeling.videos.api.serializers import VideoSerializer


class ReviewSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    masklet = serializers.IntegerField()
    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    version = serializers.IntegerField()
    start = serializers.IntegerField()
    stop = serializers.IntegerField()
    comment = serializers.CharField()
    reviewer = serializers.IntegerField()
    at = serializers.DateTimeField()


class NewReviewSerializer(serializers.Serializer):
    """Frames [start, stop) of the submitted version; without them the decision is about the whole video."""

    decision = serializers.ChoiceField(choices=Review.Decision.choices)
    version = serializers.IntegerField(min_value=0, max_value=MAX_FRAME)
    start = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, default=0)
    stop = serializers.IntegerField(min_value=0, max_value=MAX_FRAME, required=False, allow_null=True, default=None)
    comment = serializers.CharField(required=False, default="", allow_blank=True, max_length=10_000)


class InboxVideoSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    num_frames = serializers.IntegerField()
    project = serializers.IntegerField()
    project_name = serializers.CharField()


class InboxLabelSerializer(serializers.Serializer):
    name = serializers.CharField()
    color = serializers.CharField()


class InboxItemSerializer(serializers.Serializer):
    masklet = MaskletSerializer()
    video = InboxVideoSerializer()
    label = InboxLabelSerializer()  # type: ignore[assignment]  # hides the serializer's own `label`
    comment = serializers.CharField()
    at = serializers.DateTimeField()


class InboxSerializer(serializers.Serializer):
    to_annotate = VideoSerializer(many=True)
    returned = InboxItemSerializer(many=True)
    to_review = InboxItemSerializer(many=True)
