"""Media in a bucket of an S3-compatible storage. Loaded only where the settings name a bucket, and boto3 with it."""

import contextlib
import functools
import logging
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage

from labeling.media.copies import CopyDamaged, LocalCopies, Wanted
from labeling.media.problems import MediaUnavailable, missing
from labeling.media.store import PIECE_BYTES, StoredFile
from labeling.problems import Problem

logger = logging.getLogger(__name__)

AWAY = (
    "The media storage does not answer at the moment, so no video can be loaded or added. What you draw is still "
    "saved. Wait a little, then try again."
)
REFUSED = (
    "The media storage refused this ({code}). Ask whoever runs this installation to look at its log and at the "
    "MASKLOOP_S3_ settings."
)
DAMAGED = "A file arrived damaged from the media storage, twice. Ask whoever runs this installation to look at its log."

TYPES = {".mp4": "video/mp4", ".jpg": "image/jpeg"}
# A person waits: a storage that is away must be known to be so within seconds. Jobs ask again by themselves.
CONNECT_S, READ_S, ATTEMPTS = 3, 20, 3


class S3Media(S3Storage):
    """Keeps every file as one object, written whole: S3 shows an object only once all of it has arrived."""

    is_remote = True

    def __init__(self, **options: Any) -> None:
        options["client_config"] = _configure(options.pop("addressing_style"))
        super().__init__(**options)
        self._connection_lock = threading.Lock()
        self._shared: Any = None

    @property
    def connection(self) -> Any:
        """One for all threads: making a client costs 0.1 s and every request has a thread of its own."""
        with self._connection_lock:
            if self._shared is None:
                self._shared = _open_session().resource(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self.endpoint_url,
                    aws_access_key_id=self.access_key,
                    aws_secret_access_key=self.secret_key,
                    config=self.client_config,
                )
            return self._shared

    def take_over(self, path: Path, name: str, *, sha256: str = "") -> str:
        stored = self.copy_in(path, name, sha256=sha256)
        path.unlink()
        return stored

    def bring_in(self, path: Path, name: str, *, sha256: str = "") -> str:
        return self.copy_in(path, name, sha256=sha256)

    def copy_in(self, path: Path, name: str, *, sha256: str = "") -> str:
        more = {"ContentType": TYPES.get(Path(name).suffix, self.default_content_type)}
        with _speaking(name), path.open("rb") as file:
            self._client.upload_fileobj(
                file, self.bucket_name, self._key(name), ExtraArgs={**more, "Metadata": _describe(sha256)}
            )
            arrived = self._head(name)["ContentLength"]
        if arrived != path.stat().st_size:
            raise MediaUnavailable(AWAY)
        return name

    def local_path(self, name: str, *, sha256: str = "") -> Path:
        if sha256 and (found := self._copies.find(self._key_of_copy(name, sha256))):
            return found
        with _speaking(name):
            head = self._head(name)
            digest = sha256 or head["Metadata"].get("sha256", "")
            wanted = Wanted(self._key_of_copy(name, sha256 or head["ETag"]), head["ContentLength"], digest)
            return self._fetch(wanted, name)

    def forget_copy(self, name: str, *, sha256: str = "") -> None:
        with contextlib.suppress(Problem, FileNotFoundError), _speaking(name):
            self._copies.forget(self._key_of_copy(name, sha256 or self._head(name)["ETag"]))

    def count_bytes(self, name: str) -> int:
        with _speaking(name):
            return int(self._head(name)["ContentLength"])

    def read(self, name: str, start: int = 0, stop: int | None = None) -> Generator[bytes, None, None]:
        part = {"Range": f"bytes={start}-{'' if stop is None else stop - 1}"} if start or stop is not None else {}
        with _speaking(name):
            answer = self._client.get_object(Bucket=self.bucket_name, Key=self._key(name), **part)
        return _read_pieces(answer["Body"], name)

    def list_files(self, prefix: str = "") -> Iterator[StoredFile]:
        with _speaking(prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket_name, Prefix=self._key(prefix)
            )
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield StoredFile(self._name(entry["Key"]), entry["Size"], entry["LastModified"])

    def drop(self, name: str) -> None:
        with _speaking(name):
            self._client.delete_object(Bucket=self.bucket_name, Key=self._key(name))

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    @cached_property
    def _copies(self) -> LocalCopies:
        return LocalCopies(settings.MEDIA_CACHE, quota_bytes=settings.MEDIA_CACHE_BYTES)

    def _fetch(self, wanted: Wanted, name: str) -> Path:
        for _ in range(2):
            try:
                return self._copies.fetch(wanted, lambda: self.read(name))
            except CopyDamaged as damage:
                logger.warning("%s", damage)
        raise MediaUnavailable(DAMAGED)

    def _head(self, name: str) -> Any:
        return self._client.head_object(Bucket=self.bucket_name, Key=self._key(name))

    def _key(self, name: str) -> str:
        return f"{self.location}/{name}" if self.location else name

    def _name(self, key: str) -> str:
        return key.removeprefix(f"{self.location}/") if self.location else key

    def _key_of_copy(self, name: str, version: str) -> str:
        return "\n".join((self.endpoint_url or "", self.bucket_name, self._key(name), version))


@functools.cache
def _open_session() -> boto3.Session:
    return boto3.Session()


def _configure(addressing_style: str) -> Config:
    return Config(
        s3={"addressing_style": addressing_style},
        connect_timeout=CONNECT_S,
        read_timeout=READ_S,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=32,
        # What Amazon added in 2025 and many compatible storages do not know.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def _describe(sha256: str) -> dict[str, str]:
    return {"sha256": sha256} if sha256 else {}


def _read_pieces(body: Any, name: str) -> Generator[bytes, None, None]:
    with contextlib.closing(body), _speaking(name):
        while piece := body.read(PIECE_BYTES):
            yield piece


@contextlib.contextmanager
def _speaking(name: str) -> Iterator[None]:
    """Turns what boto3 raises into what people are told."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code = error.response.get("Error", {}).get("Code", "")
        if status == 404 and code != "NoSuchBucket":
            raise missing(name) from error
        logger.warning("the media storage answered %s %s for %s", status, code, name)
        raise MediaUnavailable(AWAY if status >= 500 else REFUSED.format(code=code or status)) from error
    except (BotoCoreError, Boto3Error) as error:
        logger.warning("the media storage does not answer for %s: %s", name, error)
        raise MediaUnavailable(AWAY) from error
