from django.urls import URLPattern, path, re_path

from labeling.realtime.consumers import NowhereConsumer, VideoConsumer

websocket_urlpatterns: list[URLPattern] = [
    path("ws/videos/<int:video_id>/", VideoConsumer.as_asgi()),
    re_path("", NowhereConsumer.as_asgi()),
]
