from rest_framework import serializers

from labeling.exchange.models import Export


class ExportSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    project = serializers.IntegerField()
    format = serializers.ChoiceField(choices=Export.Format.choices)
    scope = serializers.ChoiceField(choices=Export.Scope.choices)
    ann_every = serializers.IntegerField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()
    created_by = serializers.IntegerField()


class NewExportSerializer(serializers.Serializer):
    """`approved`: the frames that reviewers approved; `all`: everything that stands. Every `ann_every`-th frame."""

    format = serializers.ChoiceField(choices=Export.Format.choices, required=False, default=Export.Format.SAV)
    scope = serializers.ChoiceField(choices=Export.Scope.choices, required=False, default=Export.Scope.APPROVED)
    ann_every = serializers.IntegerField(min_value=1, max_value=1000, required=False, default=4)
