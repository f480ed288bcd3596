from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from backend.settings.media import read_media_storage


def test_media_are_on_the_disk_unless_a_bucket_is_named():
    assert read_media_storage() == {"BACKEND": "labeling.media.local.LocalMedia"}


def test_bucket_is_read_with_keys_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "secret").write_text("very secret\n")
    for name, value in {
        "BUCKET": "clips", "ENDPOINT": "https://objects.example.org", "REGION": "us-east-1", "PREFIX": "/team/a/",
        "ACCESS_KEY": "someone", "SECRET_KEY_FILE": str(tmp_path / "secret"), "ADDRESSING": "path",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"MASKLOOP_S3_{name}", value)

    assert read_media_storage() == {
        "BACKEND": "labeling.media.s3.S3Media",
        "OPTIONS": {
            "bucket_name": "clips",
            "endpoint_url": "https://objects.example.org",
            "region_name": "us-east-1",
            "access_key": "someone",
            "secret_key": "very secret",
            "location": "team/a",
            "addressing_style": "path",
        },
    }


def test_unknown_addressing_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MASKLOOP_S3_BUCKET", "clips")
    monkeypatch.setenv("MASKLOOP_S3_ADDRESSING", "postal")

    with pytest.raises(ImproperlyConfigured, match="MASKLOOP_S3_ADDRESSING must be auto or path or virtual"):
        read_media_storage()
