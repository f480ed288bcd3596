"""Django's settings, read from the environment by typed readers that fail loudly."""

from pathlib import Path

from backend.settings.environment import (
    read_bool,
    read_choice,
    read_database,
    read_int,
    read_list,
    read_networks,
    read_redis,
    read_secret,
    read_str,
)
from backend.settings.log_lines import configure_logging
from backend.settings.media import read_media_storage

REPOSITORY = Path(__file__).resolve().parents[2]
MASKLOOP_HOME = Path(read_str("MASKLOOP_HOME", str(REPOSITORY / ".maskloop")))
MASKLOOP_ROLE = read_str("MASKLOOP_ROLE", "web")
MASKLOOP_WORKER = read_str("MASKLOOP_WORKER", "worker")

SECRET_KEY = read_secret("MASKLOOP_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = read_list("MASKLOOP_ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]", "testserver"))
CSRF_TRUSTED_ORIGINS = read_list("MASKLOOP_TRUSTED_ORIGINS", default=())

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "labeling.accounts",
    "labeling.events",
    "labeling.jobs",
    "labeling.projects",
    "labeling.videos",
    "labeling.masklets",
    "labeling.propagation",
    "labeling.assignments",
    "labeling.review",
    "labeling.dataengine",
    "labeling.exchange",
    "backend",
]

MIDDLEWARE = [
    "labeling.http.middleware.RouteMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "labeling.http.middleware.SecurityHeadersMiddleware",
    "backend.operations.OperationsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "labeling.http.middleware.UnavailableDatabaseMiddleware",
]

ROOT_URLCONF = "backend.urls"
ASGI_APPLICATION = "backend.asgi.application"
# Only the API documentation is a template; pages are the frontend's.
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
APPEND_SLASH = False

_database = read_database("DATABASE_URL")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.name,
        "USER": _database.user,
        "PASSWORD": _database.password,
        "HOST": _database.host,
        "PORT": _database.port,
        # Under ASGI a kept connection is leaked with its thread, so every request opens its own.
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": read_str("MASKLOOP_TEST_DATABASE", f"test_{_database.name}")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

REDIS_URL = read_redis("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "capacity": 1000, "expiry": 30, "prefix": "maskloop"},
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
FRONTEND_DIST = REPOSITORY / "frontend" / "dist"
STATICFILES_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Whoever has it may read /metrics from anywhere; without one, only programs on this machine may.
METRICS_TOKEN = read_secret("MASKLOOP_METRICS_TOKEN", "")
# Where media worker, gpu worker and beat serve their metrics; 0 for nowhere.
METRICS_PORT = read_int("MASKLOOP_METRICS_PORT", default=0)
METRICS_HOST = read_str("MASKLOOP_METRICS_HOST", "127.0.0.1")

# A mask prompt of a large, ragged object is a long string.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024**2
# Slices of uploads (labeling.videos.api.slices) go from memory to their place, with no second file between.
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024**2

# With media in S3, unfinished uploads and ingests are still in this folder, and so are copies for the tracker to read.
MEDIA_ROOT = MASKLOOP_HOME / "media"
STORAGES = {
    "default": read_media_storage(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_CACHE = Path(read_str("MASKLOOP_MEDIA_CACHE", str(MASKLOOP_HOME / "copies")))
MEDIA_CACHE_BYTES = read_int("MASKLOOP_MEDIA_CACHE_BYTES", default=20 * 1024**3)
UPLOAD_MAX_BYTES = read_int("MASKLOOP_UPLOAD_MAX_BYTES", default=20 * 1024**3, least=1)
# What videos and unfinished uploads of a person, and of a project, may take; 0 is no limit.
QUOTA_PERSON_BYTES = read_int("MASKLOOP_QUOTA_PERSON_BYTES", default=500 * 1024**3)
QUOTA_PROJECT_BYTES = read_int("MASKLOOP_QUOTA_PROJECT_BYTES", default=2 * 1024**4)
# What uploads, ingests and kept features leave free on the disk, for Postgres must never meet a full one.
DISK_RESERVE_BYTES = read_int("MASKLOOP_DISK_RESERVE_BYTES", default=256 * 1024**2)
UPLOAD_EXPIRY_HOURS = read_int("MASKLOOP_UPLOAD_EXPIRY_HOURS", default=48, least=1)
INGEST_MAX_FRAMES = read_int("MASKLOOP_INGEST_MAX_FRAMES", default=500_000, least=1)
INGEST_MAX_PIXELS = read_int("MASKLOOP_INGEST_MAX_PIXELS", default=8192 * 4320, least=1)
INGEST_CPU_S = read_int("MASKLOOP_INGEST_CPU_S", default=4 * 3600, least=1)
INGEST_MEMORY_BYTES = read_int("MASKLOOP_INGEST_MEMORY_BYTES", default=2 * 1024**3, least=256 * 1024**2)

# Encoder features of frames: maskloop-nano's take 0.25 MiB a frame, Meta's models 8. None are kept on disk for 0.
FEATURE_CACHE = Path(read_str("MASKLOOP_FEATURE_CACHE", str(MASKLOOP_HOME / "features")))
FEATURE_CACHE_BYTES = read_int("MASKLOOP_FEATURE_CACHE_BYTES", default=8 * 1024**3)

# How many propagations of one person may wait or run at once.
PROPAGATIONS_A_PERSON = read_int("MASKLOOP_PROPAGATIONS_A_PERSON", default=20, least=1)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "labeling.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "labeling.http.failures.refuse_forgery"
DEFAULT_EXCEPTION_REPORTER_FILTER = "labeling.http.reports.WithoutVariables"

_https = read_bool("MASKLOOP_HTTPS", default=False)
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_SSL_REDIRECT = _https
# Whoever watches over the processes asks them directly, without TLS.
SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz|statusz|metrics)$"]
SECURE_HSTS_SECONDS = read_int("MASKLOOP_HSTS_S", default=365 * 24 * 3600) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
# Whose X-Forwarded-For is believed: nobody's, or that of a proxy on this machine where one ends TLS.
TRUSTED_PROXIES = read_networks("MASKLOOP_TRUSTED_PROXIES", default=("127.0.0.0/8", "::1") if _https else ())

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "labeling.accounts.authentication.TokenAuthentication",
        "labeling.accounts.authentication.BrowserSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "labeling.accounts.scopes.HasScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "labeling.http.problem_details.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Maskloop",
    "DESCRIPTION": "Label videos together with SAM 2. Sign in with a session, or send `Authorization: Token …`.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "labeling.http.openapi.describe_refusals",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "JobStatusEnum": "labeling.jobs.models.LeasedJob.Status",
        "MaskStateEnum": "labeling.masklets.models.MaskState",
        "OperationKindEnum": "labeling.masklets.models.Operation.Kind",
        "FrameStatementStateEnum": "labeling.masklets.api.serializers.STATEMENTS",
        "VideoStatusEnum": "labeling.videos.models.Video.Status",
        "AttributeKindEnum": "labeling.projects.api.serializers.KINDS",
        "FeedKindEnum": "labeling.feed.api.serializers.KINDS",
        "AssignmentKindEnum": "labeling.assignments.models.Assignment.Kind",
        "KindEnum": "labeling.masklets.models.Prompt.Kind",
    },
}

LOGGING = configure_logging(
    level=read_str("MASKLOOP_LOG_LEVEL", "INFO"),
    log_format=read_choice("MASKLOOP_LOG_FORMAT", ("readable", "json")),
    role=MASKLOOP_ROLE,
    worker=MASKLOOP_WORKER,
)
