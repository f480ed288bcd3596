"""What the ingest child tells its parent, a JSON object a line. The parent believes nothing unchecked."""

import json
import math
from dataclasses import asdict, dataclass

MAX_SENTENCE_CHARS = 2000
MAX_LINE_BYTES = 16 * 1024
PROXY_NAME = "proxy.mp4"
POSTER_NAME = "poster.jpg"
FRAMES_NAME = "frames.i64"


class ReportUnreadable(Exception):
    """A line that the child cannot have meant."""


@dataclass(frozen=True)
class Progress:
    """`fraction` of the file read, 0 to 1."""

    fraction: float
    num_frames: int


@dataclass(frozen=True)
class Refused:
    """The file cannot become a video; `problem` is the sentence that people read.

    `can_retry`: the reason may not be the file's: a full disk, too little memory, a cap that can be raised.
    """

    problem: str
    can_retry: bool = False


@dataclass(frozen=True)
class Finished:
    """`width` × `height`: the display size in proxy pixels, before padding. The PTS lie in FRAMES_NAME, int64 little
    endian, in units of time_base_num / time_base_den seconds. `warning`: sentences, or nothing."""

    num_frames: int
    width: int
    height: int
    time_base_num: int
    time_base_den: int
    duration_s: float
    warning: str


Report = Progress | Refused | Finished

_KINDS: dict[str, type[Progress | Refused | Finished]] = {
    "progress": Progress,
    "refused": Refused,
    "finished": Finished,
}


def write_report(report: Report) -> str:
    kind = next(name for name, shape in _KINDS.items() if isinstance(report, shape))
    return json.dumps({"kind": kind, **asdict(report)})


def read_report(line: str) -> Report:
    """Read one line; raises ReportUnreadable unless every field is there, of its type and within reason."""
    try:
        fields = json.loads(line)
        report = _KINDS[fields.pop("kind")](**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportUnreadable(line[:200]) from error
    if not _is_reasonable(report):
        raise ReportUnreadable(line[:200])
    return report


def _is_reasonable(report: Report) -> bool:
    if isinstance(report, Refused):
        return _is_sentence(report.problem) and isinstance(report.can_retry, bool)
    if isinstance(report, Progress):
        return _is_number(report.fraction, 0, 1) and _is_count(report.num_frames)
    counts = (report.num_frames, report.width, report.height, report.time_base_num, report.time_base_den)
    return (
        all(_is_count(count) and count > 0 for count in counts)
        and _is_number(report.duration_s, 0, 1e9)
        and _is_sentence(report.warning)
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and low <= value <= high


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_SENTENCE_CHARS
