"""Uploads over tus 1.0: core, creation, checksum, expiration, termination."""

import base64
import binascii
import uuid
from typing import Any

from django.conf import settings
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.http.views import ActionView
from labeling.problems import Malformed, Problem
from labeling.projects.models import Membership, Project
from labeling.projects.queries import find_access
from labeling.videos import actions
from labeling.videos.api.serializers import UploadSerializer
from labeling.videos.models import Upload
from labeling.videos.queries import find_upload, list_open_uploads
from labeling.videos.rules import clean_sha256

TUS_VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
CHECKSUM_ALGORITHMS = ("sha1", "sha256")
SPOKEN = frozenset({"POST", "HEAD", "PATCH", "DELETE"})
"""What tus defines; the list of uploads is ours, and needs no header of it."""

PIECE_TYPE = "application/offset+octet-stream"


class VersionRefused(Problem):
    status, slug, title = 412, "tus-version", "Another version of tus is spoken here"


class PieceTypeRefused(Problem):
    status, slug, title = 415, "piece-type", "Pieces have a type of their own"


def _header(name: str, *, required: bool = True, kind: type = str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=required)


RESUMABLE = _header("Tus-Resumable")


class TusView(ActionView):
    honours_idempotency = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in SPOKEN and request.headers.get("Tus-Resumable") != TUS_VERSION:
            raise VersionRefused(f"Send the header Tus-Resumable: {TUS_VERSION}; no other version is spoken here.")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Tus-Resumable"] = TUS_VERSION
        final["Cache-Control"] = "no-store"
        if final.status_code == VersionRefused.status:
            final["Tus-Version"] = TUS_VERSION
        return final

    @extend_schema(exclude=True)
    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        headers = {
            "Tus-Version": TUS_VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(settings.UPLOAD_MAX_BYTES),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUM_ALGORITHMS),
        }
        return Response(status=204, headers=headers)


class UploadsView(TusView):
    @extend_schema(responses=UploadSerializer(many=True))
    def get(self, request: Request) -> Response:
        """One's own uploads that have not become videos, newest first, so that another browser can go on with them."""
        return Response(UploadSerializer(list_open_uploads(self.actor), many=True).data)

    @extend_schema(
        parameters=[RESUMABLE, _header("Upload-Length", kind=int), _header("Upload-Metadata", required=False)],
        request=None,
        responses={201: None},
    )
    def post(self, request: Request) -> Response:
        """Begin an upload; `Location` is where its pieces go.

        `Upload-Metadata` may have, each with its value in base64: `filename`; `project`, the id of the one it is meant
        for, whose quota is then checked before anything is sent; `sha256` in hexadecimal, which the whole file must
        have before it becomes a video; `fingerprint`, by which the client recognises the file when it goes on.
        """
        length = _read_count(request, "Upload-Length")
        metadata = _read_metadata(request.headers.get("Upload-Metadata", ""))
        facts = actions.FileFacts(
            length=length,
            filename=metadata.get("filename", ""),
            sha256=clean_sha256(metadata.get("sha256", "")),
            fingerprint=clean_sha256(metadata.get("fingerprint", "")),
        )
        upload = actions.create_upload(actor=self.actor, file=facts, project=self._read_project(metadata))
        return Response(status=201, headers={"Location": f"/api/uploads/{upload.pk}/", **_describe(upload)})

    def _read_project(self, metadata: dict[str, str]) -> Project | None:
        word = metadata.get("project", "")
        if not word:
            return None
        if not (word.isascii() and word.isdigit() and len(word) <= 18):
            raise Malformed("Give the project in Upload-Metadata as its number.")
        access = find_access(user=self.actor, project_id=int(word), to_change=True)
        access.require(Membership.Role.ADMIN)
        return access.project


class UploadView(TusView):
    @extend_schema(parameters=[RESUMABLE], responses={200: None})
    def head(self, request: Request, upload_id: uuid.UUID) -> Response:
        """How many bytes have arrived: `Upload-Offset` of `Upload-Length`."""
        upload = find_upload(user=self.actor, upload_id=upload_id)
        if upload.consumed_at is None:
            actions.require_bytes(upload)
        return Response(status=200, headers={"Upload-Length": str(upload.length), **_describe(upload)})

    @extend_schema(
        parameters=[RESUMABLE, _header("Upload-Offset", kind=int), _header("Upload-Checksum", required=False)],
        request={PIECE_TYPE: OpenApiTypes.BINARY},
        responses={204: None},
    )
    def patch(self, request: Request, upload_id: uuid.UUID) -> Response:
        """Append a piece. 409 where `Upload-Offset` is not the server's, 460 where the checksum does not match.

        Without a checksum, what arrived of a piece that is cut off is kept.
        """
        find_upload(user=self.actor, upload_id=upload_id)
        if request.content_type != PIECE_TYPE:
            raise PieceTypeRefused(f"Send pieces as Content-Type: {PIECE_TYPE}.")
        upload = actions.append_to_upload(
            actor=self.actor,
            upload_id=upload_id,
            offset=_read_count(request, "Upload-Offset"),
            read=request._request.read,
            checksum=_read_checksum(request.headers.get("Upload-Checksum", "")),
        )
        return Response(status=204, headers=_describe(upload))

    @extend_schema(parameters=[RESUMABLE], responses={204: None})
    def delete(self, request: Request, upload_id: uuid.UUID) -> Response:
        """Forget an upload and its bytes."""
        actions.delete_upload(actor=self.actor, upload_id=upload_id)
        return Response(status=204)


def _describe(upload: Upload) -> dict[str, str]:
    headers = {"Upload-Offset": str(upload.offset)}
    if upload.consumed_at is None:
        headers["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return headers


def _read_count(request: Request, name: str) -> int:
    word = request.headers.get(name, "")
    if not (word.isascii() and word.isdigit() and len(word) <= 18):
        raise Malformed(f"Send the header {name} as a whole number of bytes.")
    return int(word)


def _read_metadata(header: str) -> dict[str, str]:
    pairs = [item.strip().partition(" ") for item in header.split(",") if item.strip()]
    try:
        return {key: base64.b64decode(value, validate=True).decode() for key, _, value in pairs}
    except (binascii.Error, ValueError) as error:
        raise Malformed("Send Upload-Metadata as keys with base64 values, as in “filename ZG9nLm1wNA==”.") from error


def _read_checksum(header: str) -> actions.Checksum | None:
    if not header:
        return None
    algorithm, _, value = header.strip().partition(" ")
    if algorithm not in CHECKSUM_ALGORITHMS:
        raise Malformed(f"The checksum must be one of {', '.join(CHECKSUM_ALGORITHMS)}.")
    try:
        return actions.Checksum(algorithm, base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Malformed("Send Upload-Checksum as an algorithm and a base64 digest.") from error
