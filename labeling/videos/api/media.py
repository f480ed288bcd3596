"""Pictures of a video: the proxy, stills and the poster. Nothing here may act as a page."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from labeling.http.views import ActionView
from labeling.videos.api.byte_ranges import answer_stored
from labeling.videos.api.serializers import StillSerializer
from labeling.videos.queries import find_video
from labeling.videos.rules import require_frame, require_ready
from labeling.videos.stills import encode_still

JPEG = {(200, "image/jpeg"): OpenApiTypes.BINARY}
MP4 = {(200, "video/mp4"): OpenApiTypes.BINARY, (206, "video/mp4"): OpenApiTypes.BINARY}


class MediaView(ActionView):
    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whatever the browser accepts: pictures come as they are, refusals as JSON."""
        return super().perform_content_negotiation(request, force=True)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["X-Content-Type-Options"] = "nosniff"
        final["Content-Security-Policy"] = "default-src 'none'; sandbox"
        final["Cross-Origin-Resource-Policy"] = "same-origin"
        # Frozen at ingest; private, because who may see it is a matter of membership.
        is_shown = final.status_code < 400
        final["Cache-Control"] = "private, max-age=3600" if is_shown else "no-store"
        # Whoever signs in next in this browser must not see it from the cache.
        patch_vary_headers(final, ("Cookie", "Authorization"))
        return final


class ProxyView(MediaView):
    @extend_schema(operation_id="videos_proxy_retrieve", responses=MP4)
    def get(self, request: Request, video_id: int) -> HttpResponseBase:
        """The working copy: H.264, a keyframe every ten frames, no B-frames. Honours Range and If-Range."""
        video, _ = find_video(user=self.actor, video_id=video_id)
        require_ready(video)
        etag = f'"{video.proxy_digest}"'
        return answer_stored(request._request, video.proxy, content_type="video/mp4", etag=etag)


class PosterView(MediaView):
    @extend_schema(operation_id="videos_poster_retrieve", responses=JPEG)
    def get(self, request: Request, video_id: int) -> HttpResponseBase:
        """The first frame, at most 640 pixels wide or high."""
        video, _ = find_video(user=self.actor, video_id=video_id)
        require_ready(video)
        etag = f'"{video.proxy_digest}-poster"'
        return answer_stored(request._request, video.poster, content_type="image/jpeg", etag=etag)


class StillView(MediaView):
    @extend_schema(operation_id="videos_still_retrieve", parameters=[StillSerializer], responses=JPEG)
    def get(self, request: Request, video_id: int, index: int) -> HttpResponseBase:
        """One frame, by its zero-based index."""
        video, _ = find_video(user=self.actor, video_id=video_id)
        require_ready(video)
        require_frame(video, index)
        form = StillSerializer(data=request.query_params)
        form.is_valid(raise_exception=True)
        width = form.validated_data["width"]
        etag = f'"{video.proxy_digest}-{index}-{width or 0}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        return HttpResponse(encode_still(video, index, width), content_type="image/jpeg", headers={"ETag": etag})
