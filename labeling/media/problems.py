"""What people are told where a file is not to be had."""

from labeling.problems import NotFound, Unavailable


class MediaUnavailable(Unavailable):
    """The storage does not answer; the same call may go through later."""

    slug, title = "media-unavailable", "The media storage does not answer"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, retry_after_s=5)


class MediaMissing(NotFound):
    """A row names a file that the storage does not hold."""

    slug, title = "media-missing", "A file is missing"


def missing(name: str) -> MediaMissing:
    return MediaMissing(
        f"The file {name} is not in the media storage. Ask whoever runs this installation to restore it from a backup."
    )
