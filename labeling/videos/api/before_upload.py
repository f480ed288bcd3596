"""What a page asks before it uploads a file."""

from dataclasses import asdict

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.http.views import ActionView
from labeling.projects.queries import find_access
from labeling.videos import queries
from labeling.videos.api import serializers


class UploadRoomView(ActionView):
    @extend_schema(responses=serializers.UploadRoomSerializer)
    def get(self, request: Request, project_id: int) -> Response:
        """How many bytes the person and the project have uploaded, and how many they may."""
        access = find_access(user=self.actor, project_id=project_id)
        usage = queries.read_usage(user=self.actor, project=access.project)
        limits = {
            "person_limit": settings.QUOTA_PERSON_BYTES,
            "project_limit": settings.QUOTA_PROJECT_BYTES,
            "max_file_bytes": settings.UPLOAD_MAX_BYTES,
        }
        return Response({**asdict(usage), **limits})


class DuplicatesView(ActionView):
    @extend_schema(
        parameters=[serializers.DuplicateQuestionSerializer], responses=serializers.DuplicateSerializer(many=True)
    )
    def get(self, request: Request, project_id: int) -> Response:
        """Videos of the same content in one's projects, and of the same name in this one; at most 20."""
        access = find_access(user=self.actor, project_id=project_id)
        form = serializers.DuplicateQuestionSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        found = queries.find_duplicates(
            access=access,
            sha256=asked["sha256"].lower(),
            fingerprint=asked["fingerprint"].lower(),
            name=asked["name"],
        )
        return Response([asdict(duplicate) for duplicate in found])
