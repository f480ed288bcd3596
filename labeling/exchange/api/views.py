from dataclasses import asdict
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.models import Scope
from labeling.exchange import actions, queries
from labeling.exchange.api import serializers
from labeling.exchange.archive import stream_archive, stream_archive_async
from labeling.http.views import ActionView
from labeling.projects.models import Membership
from labeling.projects.queries import find_access

Role = Membership.Role
# Masks of people's videos: never in a shared cache, never guessed to be something else.
DOWNLOAD_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


class ExportsView(ActionView):
    scope = Scope.REVIEW

    @extend_schema(responses=serializers.ExportSerializer(many=True))
    def get(self, request: Request, project_id: int) -> Response:
        access = find_access(user=self.actor, project_id=project_id)
        access.require(Role.REVIEWER, Role.ADMIN)
        return Response([asdict(state) for state in queries.list_exports(access.project)])

    @extend_schema(request=serializers.NewExportSerializer, responses={201: serializers.ExportSerializer})
    def post(self, request: Request, project_id: int) -> Response:
        # Of an archived project as well: an export changes nothing in it.
        access = find_access(user=self.actor, project_id=project_id)
        access.require(Role.REVIEWER, Role.ADMIN)
        form = serializers.NewExportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        export = actions.create_export(project=access.project, actor=self.actor, **form.validated_data)
        return Response(serializers.ExportSerializer(asdict(queries.describe_export(export))).data, status=201)


class ExportView(ActionView):
    @extend_schema(responses=serializers.ExportSerializer)
    def get(self, request: Request, export_id: int) -> Response:
        export, access = queries.find_export(user=self.actor, export_id=export_id)
        access.require(Role.REVIEWER, Role.ADMIN)
        return Response(asdict(queries.describe_export(export)))


class DownloadView(ActionView):
    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: int) -> Any:
        export, access = queries.find_export(user=self.actor, export_id=export_id)
        access.require(Role.REVIEWER, Role.ADMIN)
        is_async = isinstance(request._request, ASGIRequest)
        filename = f"maskloop-project-{export.project_id}-{export.scope}-sav.zip"
        return StreamingHttpResponse(
            stream_archive_async(export) if is_async else stream_archive(export),
            content_type="application/zip",
            headers={**DOWNLOAD_HEADERS, "Content-Disposition": f'attachment; filename="{filename}"'},
        )
