"""Where media are kept: in a folder, or in a bucket where MASKLOOP_S3_BUCKET names one."""

from typing import Any

from backend.settings.environment import read_choice, read_secret, read_str


def read_media_storage() -> dict[str, Any]:
    """What Django's STORAGES says of media. boto3 is imported only where a bucket is named."""
    bucket = read_str("MASKLOOP_S3_BUCKET", "")
    if not bucket:
        return {"BACKEND": "labeling.media.local.LocalMedia"}
    return {
        "BACKEND": "labeling.media.s3.S3Media",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": read_str("MASKLOOP_S3_ENDPOINT", "") or None,
            "region_name": read_str("MASKLOOP_S3_REGION", "") or None,
            # Without keys boto3 looks where Amazon's own tools do: its files, and the machine's role.
            "access_key": read_secret("MASKLOOP_S3_ACCESS_KEY", "") or None,
            "secret_key": read_secret("MASKLOOP_S3_SECRET_KEY", "") or None,
            "location": read_str("MASKLOOP_S3_PREFIX", "").strip("/"),
            "addressing_style": read_choice("MASKLOOP_S3_ADDRESSING", ("auto", "path", "virtual")),
        },
    }
