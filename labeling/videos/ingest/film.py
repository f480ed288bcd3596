"""Reads a video file once, from front to back: every whole frame in display order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av

from labeling.videos.ingest import probe
from labeling.videos.ingest.clock import DEFAULT_RATE, FrameClock

MAX_DAMAGED_IN_A_ROW = 200
MAX_SANE_RATE = 1000
MAX_SOUND_AFTER_S = 2.0

CUT_SHORT = "The file breaks off or is damaged at its end. The frames before that were kept: {kept}."
GAPS = "The recording was interrupted or lost data on its way, in places: {count}. Frames may be missing there."
DAMAGED = "Damaged frames were left out: {count}. Those just after them may look wrong."


@dataclass
class Film:
    """An opened file and what was met while decoding it."""

    source: probe.Source
    max_pixels: int
    num_damaged: int = 0
    num_gaps: int = 0
    is_cut_short: bool = False
    _is_in_gap: bool = field(default=False, init=False)
    _position: int = field(default=0, init=False)

    @property
    def time_base(self) -> Fraction:
        return self.source.stream.time_base or Fraction(1, 1000)

    @property
    def pixel_aspect(self) -> Fraction | None:
        return self.source.stream.sample_aspect_ratio

    @property
    def rate(self) -> Fraction:
        for rate in (self.source.stream.average_rate, self.source.stream.guessed_rate):
            if rate and 0 < rate <= MAX_SANE_RATE:
                return Fraction(rate)
        return DEFAULT_RATE

    @property
    def share_read(self) -> float:
        return self._position / self.source.num_bytes

    def frames(self) -> Iterator[av.VideoFrame]:
        """Damage is counted and passed over; a broken end ends the video."""
        packets = self.source.container.demux(self.source.stream)
        damaged_in_a_row = 0
        while damaged_in_a_row < MAX_DAMAGED_IN_A_ROW:
            packet = self._next_packet(packets)
            decoded = self._decode(packet)
            damaged_in_a_row = damaged_in_a_row + 1 if decoded is None else damaged_in_a_row
            for frame in decoded or ():
                if frame.is_corrupt:
                    self.num_damaged += 1
                    continue
                damaged_in_a_row = 0
                yield frame
            if packet is None:
                return
        self.is_cut_short = True

    def describe(self, clock: FrameClock) -> list[str]:
        """Sentences about the file, once it is read."""
        said = list(self.source.warnings)
        if self.num_gaps:
            said.insert(0, GAPS.format(count=f"{self.num_gaps:,}"))
        if self.is_cut_short or self._ends_early(clock):
            return [CUT_SHORT.format(kept=f"{len(clock.ticks):,}"), *said]
        return [DAMAGED.format(count=f"{self.num_damaged:,}"), *said] if self.num_damaged else said

    def explain_no_frames(self) -> str:
        context = self.source.stream.codec_context
        if context.width * context.height > self.max_pixels:
            return probe.TOO_LARGE.format(width=context.width, height=context.height, cap=self.max_pixels)
        if self.num_damaged:
            return (
                "None of the video's pictures could be decoded: they are damaged, encrypted, or larger than "
                f"{self.max_pixels:,} pixels. Export the video again as H.264 in an MP4."
            )
        return probe.NO_FRAMES

    def _next_packet(self, packets: Iterator[av.Packet]) -> av.Packet | None:
        try:
            packet = next(packets, None)
        except MemoryError:
            raise
        except (av.FFmpegError, IndexError):
            # IndexError: PyAV, where a damaged header made FFmpeg number its tracks anew.
            self.is_cut_short = True
            packet = None
        if packet is None:
            # What looked like a gap was the end.
            self.is_cut_short = self.is_cut_short or self._is_in_gap
            self.num_gaps -= self._is_in_gap
            return None
        self._position = max(self._position, packet.pos or 0)
        if packet.size:
            self.num_gaps += packet.is_corrupt and not self._is_in_gap
            self._is_in_gap = packet.is_corrupt
        return packet

    def _decode(self, packet: av.Packet | None) -> list[av.VideoFrame] | None:
        """The frames that a packet makes whole, or None where it is damaged."""
        try:
            context = self.source.stream.codec_context
            return context.decode(packet) if packet is None or packet.size else []
        except MemoryError:
            raise
        except av.FFmpegError:
            self.num_damaged += 1
            return None

    def _ends_early(self, clock: FrameClock) -> bool:
        """Whether the file promises more time than its frames fill.

        A track's own promise is kept to three frames. Matroska promises for the file as a whole, in which sound may go
        on for a while after the pictures end.
        """
        stream, container = self.source.stream, self.source.container
        kept_s = clock.duration_s + clock.closed_s
        # A frame that was put in order may have moved by as much as its own time.
        three_frames_s = (3 + clock.num_fixed) * clock.frame_ticks / clock.ticks_per_s
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base) - kept_s > three_frames_s
        if container.duration is None:
            return False
        promised_s = container.duration / av.time_base
        has_sound = bool(container.streams.audio)
        allowed_s = max(MAX_SOUND_AFTER_S, 0.05 * promised_s) if has_sound else three_frames_s
        return promised_s - kept_s > allowed_s
