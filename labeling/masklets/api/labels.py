"""What the objects have of a label, which the project's own app cannot know."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.http.views import ActionView
from labeling.masklets import queries
from labeling.projects.queries import find_label


class LabelUsageSerializer(serializers.Serializer):
    """`attributes`: how many objects have a value, by the attribute's id."""

    objects = serializers.IntegerField()
    attributes = serializers.DictField(child=serializers.IntegerField())


class LabelUsageView(ActionView):
    @extend_schema(responses=LabelUsageSerializer)
    def get(self, request: Request, label_id: int) -> Response:
        """How many objects carry a label, and how many have a value for each of its attributes."""
        label, _ = find_label(user=self.actor, label_id=label_id)
        return Response(asdict(queries.count_usage(label)))
