from rest_framework import serializers

from labeling.accounts.api.serializers import PersonSerializer
from labeling.feed.queries import Kind

KINDS = [(kind, kind) for kind in Kind.ALL]


class FeedQuerySerializer(serializers.Serializer):
    person = serializers.IntegerField(
        required=False, default=None, min_value=1, max_value=2**63 - 1, help_text="only what this user did or was given"
    )
    kind = serializers.ChoiceField(choices=KINDS, required=False, default="", allow_blank=True)
    before = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=300, help_text="the `next` of the page before"
    )


class NamedVideoSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class FeedEntrySerializer(serializers.Serializer):
    """`actor` did `sentence`; where nobody did, the sentence is about the video."""

    id = serializers.CharField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=KINDS)
    actor = PersonSerializer(allow_null=True)
    sentence = serializers.CharField()
    video = NamedVideoSerializer(allow_null=True)
    masklet = serializers.IntegerField(allow_null=True)
    quote = serializers.CharField(help_text="what they wrote with it")


class FeedSerializer(serializers.Serializer):
    entries = FeedEntrySerializer(many=True)
    next = serializers.CharField(allow_null=True, help_text="null on the last page")
