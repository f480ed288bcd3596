"""Every figure that Maskloop's processes count, for Prometheus; what Postgres knows is asked at the scrape instead.

Each process serves its own: web at `/metrics`, the others at MASKLOOP_METRICS_PORT (`backend.metrics`). Dashboards and
alerts are written against these names and labels: deploy/monitoring.
"""

from prometheus_client import Counter, Gauge, Histogram

# The promise is an answer to a click before a person wonders; the rest is for slow machines and long downloads.
FAST_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
INGEST_S = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)

HTTP_REQUEST_SECONDS = Histogram(
    "maskloop_http_request_seconds",
    "From a request's arrival to the last byte of its answer.",
    ("method", "route", "status"),
    buckets=FAST_S,
)
WEBSOCKETS_OPEN = Gauge("maskloop_websockets_open", "Websockets that are open now.", multiprocess_mode="livesum")
EVENTS_PUBLISHED = Counter(
    "maskloop_events_published_total",
    "Events and tasks that left after their commit, or have to be sent again.",
    ("kind", "outcome"),
)
CLICK_SECONDS = Histogram(
    "maskloop_click_seconds", "From a click's commit to its mask on the way to the browsers.", buckets=FAST_S
)
DEVICE_STEP_SECONDS = Histogram(
    "maskloop_device_step_seconds",
    "How long the device thread was busy with one thing: click, preview or track (one frame of all its objects).",
    ("kind",),
    buckets=FAST_S,
)
FRAMES_TRACKED = Counter("maskloop_frames_tracked_total", "Frames that propagations have visited.")
TRACKS_RUNNING = Gauge("maskloop_tracks_running", "Propagations on this worker's device.", multiprocess_mode="livesum")
JOBS_OVER = Counter("maskloop_jobs_over_total", "Jobs that came to their end.", ("kind", "status"))
DEVICE_MEMORY_BYTES = Gauge(
    "maskloop_device_memory_bytes",
    "Memory of the device: allocated by tensors, reserved by torch, and the device's whole.",
    ("kind",),
    multiprocess_mode="livemax",
)
INGEST_SECONDS = Histogram("maskloop_ingest_seconds", "From the claim of an ingest to its end.", buckets=INGEST_S)
FRAMES_INGESTED = Counter("maskloop_frames_ingested_total", "Frames of the proxies made.")
