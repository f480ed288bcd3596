"""What ingest takes for a minute of 1080p, beside plain `ffmpeg` with the same encoder settings on the same file."""

import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from backend.services.benchmarks import Row
from labeling.videos.demo_clip import draw_demo_frames
from labeling.videos.ingest.proxy import X264
from labeling.videos.ingest.supervise import Caps, run_child

NAME = "ingest"
SUMMARY = "seconds of ingest for a minute of 1080p beside plain ffmpeg with the same encoder settings"
FPS = 24
CAPS = Caps(max_frames=100_000, max_pixels=8192 * 4320, cpu_s=3600, memory_bytes=2 * 1024**3)
NO_FFMPEG = "plain ffmpeg (there is no program ffmpeg here: install it, or the wheel imageio-ffmpeg)"


@dataclass(frozen=True)
class Clip:
    size: tuple[int, int]
    num_drawn: int
    num_frames: int
    rounds: int

    @property
    def minutes(self) -> float:
        return self.num_frames / FPS / 60


@dataclass(frozen=True)
class Cost:
    wall_s: float
    cpu_s: float


LONG = Clip((1080, 1920), num_drawn=24, num_frames=240, rounds=2)
SHORT = Clip((180, 320), num_drawn=6, num_frames=24, rounds=1)


def run(short: bool) -> list[Row]:
    clip = SHORT if short else LONG
    ffmpeg = find_ffmpeg()
    with _folder() as folder:
        path = render(folder / "clip.mp4", clip)
        ours: list[Cost] = []
        plain: list[Cost] = []
        for number in range(clip.rounds):
            ours.append(measure(lambda number=number: ingest(path, folder / f"scratch-{number}")))
            if ffmpeg is not None:
                plain.append(measure(lambda: transcode(ffmpeg, path, folder / "plain.mp4")))
    best = _least(ours)
    rows = [
        Row("ingest, a minute of 1080p", best.wall_s / clip.minutes, "s"),
        Row("ingest, a minute of 1080p, processor", best.cpu_s / clip.minutes, "CPU s"),
    ]
    if not plain:
        return [*rows, Row(NO_FFMPEG, None, "s")]
    other = _least(plain)
    return [
        *rows,
        Row("plain ffmpeg, a minute of 1080p", other.wall_s / clip.minutes, "s"),
        Row("plain ffmpeg, a minute of 1080p, processor", other.cpu_s / clip.minutes, "CPU s"),
        Row("ingest / plain ffmpeg", best.wall_s / other.wall_s, "times", None if short else "<= 1.5"),
        Row("ingest / plain ffmpeg, processor", best.cpu_s / other.cpu_s, "times", None if short else "<= 1.25"),
    ]


def find_ffmpeg() -> str | None:
    found = shutil.which("ffmpeg")
    if found is None:
        try:
            import imageio_ffmpeg
        except ImportError:
            return None
        found = str(imageio_ffmpeg.get_ffmpeg_exe())
    return found


def render(path: Path, clip: Clip) -> Path:
    """A procedural scene that runs forward and back."""
    pictures = draw_demo_frames(first=0, count=clip.num_drawn, size=clip.size).frames
    there_and_back = [*range(clip.num_drawn), *range(clip.num_drawn - 2, 0, -1)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(FPS), options={"crf": "20", "preset": "veryfast"})
        stream.height, stream.width = clip.size
        stream.pix_fmt = "yuv420p"
        for index in range(clip.num_frames):
            picture = pictures[there_and_back[index % len(there_and_back)]]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def ingest(path: Path, scratch: Path) -> None:
    scratch.mkdir()
    run_child(original=path, scratch=scratch, caps=CAPS, on_progress=lambda _: None, should_stop=lambda: False)


def transcode(ffmpeg: str, path: Path, target: Path) -> None:
    """As ingest does it: two threads each for decoder and encoder, and niced."""
    settings = [word for name, value in X264.items() for word in (f"-{name}", value)]
    subprocess.run(
        ["nice", "-n", "10", ffmpeg, "-v", "error", "-y", "-threads", "2", "-i", str(path), "-an", "-c:v", "libx264",
         *settings, "-threads", "2", "-pix_fmt", "yuv420p", "-fps_mode", "passthrough", "-movflags", "+faststart",
         str(target)],
        check=True,
    )  # fmt: skip


def measure(work: Callable[[], None]) -> Cost:
    used, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    work()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(time.monotonic() - started, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime)


def _least(costs: list[Cost]) -> Cost:
    return Cost(min(cost.wall_s for cost in costs), min(cost.cpu_s for cost in costs))


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the confined child's user may enter."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)
