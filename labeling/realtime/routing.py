from django.urls import URLPattern, path

from labeling.realtime.consumers import VideoConsumer

websocket_urlpatterns: list[URLPattern] = [
    path("ws/videos/<int:video_id>/", VideoConsumer.as_asgi()),
]
