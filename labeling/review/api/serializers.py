from rest_framework import serializers

from labeling.accounts.api.serializers import PersonSerializer
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


class VideoToAnnotateSerializer(VideoSerializer):
    assignment = serializers.IntegerField(allow_null=True, help_text="one's own; null where nobody has the video")


class InboxItemSerializer(serializers.Serializer):
    masklet = MaskletSerializer()
    video = InboxVideoSerializer()
    label = InboxLabelSerializer()  # type: ignore[assignment]  # hides the serializer's own `label`
    reviewers = PersonSerializer(many=True, help_text="who has the video for review")
    comment = serializers.CharField()
    at = serializers.DateTimeField()


class InboxCountsSerializer(serializers.Serializer):
    """What waits for this person and for nobody else; the queue, which is everybody's, is not counted."""

    assigned = serializers.IntegerField()
    returned = serializers.IntegerField()
    to_review = serializers.IntegerField()


class InboxSerializer(serializers.Serializer):
    to_annotate = VideoToAnnotateSerializer(many=True)
    returned = InboxItemSerializer(many=True)
    to_review = InboxItemSerializer(many=True)
