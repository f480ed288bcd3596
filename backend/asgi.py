"""The ASGI application: REST and pages through Django, websockets through Channels."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

from django.core.asgi import get_asgi_application

# Loads the apps, which everything imported below needs.
django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

import backend.celery_app  # noqa: E402, F401 - so that requests send tasks to the right broker
from backend.request_trace import RequestTrace  # noqa: E402
from labeling.realtime.routing import websocket_urlpatterns  # noqa: E402
from labeling.videos.api.slices import SlicedUploads  # noqa: E402

application = RequestTrace(
    ProtocolTypeRouter(
        {
            "http": SlicedUploads(django_application),
            "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns)),
        }
    )
)
