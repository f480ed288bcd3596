"""Opens a stranger's file as a video, or says in a sentence why it is none."""

import os
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from labeling.videos.ingest.atoms import explain_edits, unpacks_too_far

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mxf,asf,flv,gif"
MIN_SIDE_PX = 16
HEAD_BYTES = 4096
MATROSKA_START = bytes.fromhex("1a45dfa3")
PACKED_STARTS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")
PLAYLIST_STARTS = (b"#extm3u", b"ffconcat", b"[playlist]", b"<smil", b"<asx", b"# ffconcat")
DEFAULT_TRACK = 0x1
ATTACHED_PICTURE = 0x400
TIMED_THUMBNAILS = 0x800
ATOMS = {b"ftyp", b"mdat", b"wide", b"moov", b"free", b"skip"}
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
PICTURE_BRANDS = (b"avif", b"heic", b"heix", b"heim", b"heis", b"mif1")

EMPTY = "The file is empty (0 bytes): the upload or the recording broke off. Upload it again from its source."
PLAYLIST = (
    "This is a playlist that points to other files, not a video. Upload the video file itself, for example as MP4."
)
TEXT = "This is a text file, whatever its name says, not a video. Upload the video itself, for example as MP4."
CUT_OFF = (
    "The file is incomplete: its index is missing, so it was cut off while it was recorded or copied. Copy it again "
    "from its source, or repair it with a recovery tool."
)
BROKEN = (
    "The file begins like a video but holds no readable frames: it is damaged or was cut off. Copy it again from its "
    "source."
)
PACKED = (
    "This is a compressed archive. Unpack it and upload the videos in it one by one; pictures may come as a plain .tar "
    "or a .zip."
)
FOREIGN = "This is not a video file that Maskloop reads. Convert it to MP4, MOV, MKV, WebM, AVI or MPEG-TS."
SOUND_ONLY = "The file has sound but no pictures. Upload the version with video."
NO_PICTURES = "The file has no video track. Upload a file with one."
NO_FRAMES = "The file has a video track without a single frame. Export it again from its source."
TOO_SMALL = "The pictures are {width} × {height} pixels; each side must have at least {least}."
TOO_LARGE = (
    "The pictures are {width} × {height} pixels, more than the {cap:,} pixels allowed. Scale the video down, to 4K for "
    "example, and upload it again."
)
MANY_TRACKS = "The file has {count} video tracks; the one that it marks as its main one, or else its first, was used."
STILL = (
    "This is a single picture, not a video. To label pictures as frames, upload a folder of them, or a .tar or .zip."
)
NO_DECODER = "The video is coded as {codec}, which Maskloop cannot decode. Convert it to H.264 in an MP4."


class Refusal(Exception):
    """The file is no video that can be used; the message is for the person who uploaded it.

    `can_retry`: it may be one once whoever runs the installation has raised a cap.
    """

    def __init__(self, sentence: str, *, can_retry: bool = False) -> None:
        super().__init__(sentence)
        self.can_retry = can_retry


@dataclass(frozen=True)
class Source:
    """An opened file with the video stream that is read, its size in bytes and sentences about it."""

    container: InputContainer
    stream: VideoStream
    num_bytes: int
    warnings: tuple[str, ...] = ()


def open_source(fd: int, *, max_pixels: int) -> Source:
    """Open the file behind `fd` with a fixed list of formats, no other protocol, and no picture over `max_pixels`.

    Raises Refusal. FFmpeg gets the descriptor, never a name, so nothing in the file can make it open another.
    """
    num_bytes = os.fstat(fd).st_size
    head = os.pread(fd, HEAD_BYTES, 0)
    _refuse_by_head(head)
    os.lseek(fd, 0, os.SEEK_SET)
    guard = {"max_pixels": str(max_pixels)}
    opening = {"fd": str(fd), "protocol_whitelist": "fd", "format_whitelist": FORMATS, **guard}
    warnings: list[str] = []
    if head[4:8] in ATOMS and unpacks_too_far(fd):
        raise Refusal(BROKEN)
    if head[4:8] in ATOMS and (trouble := explain_edits(fd)):
        opening["ignore_editlist"] = "1"
        warnings.append(trouble)
    try:
        # Titles and comments come in any encoding, and nobody reads them here.
        container = av.open("fd:", mode="r", options=opening, metadata_errors="replace")
    except av.FFmpegError as error:
        raise Refusal(_explain_unreadable(head)) from error
    stream = _choose_stream(container, max_pixels=max_pixels)
    context = stream.codec_context
    context.options = guard
    context.thread_count = 2
    context.thread_type = "AUTO"
    if len(_list_tracks(container)) > 1:
        warnings.append(MANY_TRACKS.format(count=len(_list_tracks(container))))
    return Source(container, stream, num_bytes, tuple(warnings))


def refuse_size(width: int, height: int, *, max_pixels: int) -> None:
    """Raise Refusal where pictures are too large to decode safely or too small to label."""
    if width * height > max_pixels:
        raise Refusal(TOO_LARGE.format(width=width, height=height, cap=max_pixels))
    if min(width, height) < MIN_SIDE_PX:
        raise Refusal(TOO_SMALL.format(width=width, height=height, least=MIN_SIDE_PX))


def _list_tracks(container: InputContainer) -> list[VideoStream]:
    pictures = ATTACHED_PICTURE | TIMED_THUMBNAILS
    return [stream for stream in container.streams.video if not stream.disposition & pictures]


def _choose_stream(container: InputContainer, *, max_pixels: int) -> VideoStream:
    videos = _list_tracks(container)
    if not container.streams:
        raise Refusal(BROKEN)
    if not videos:
        raise Refusal(SOUND_ONLY if container.streams.audio else NO_PICTURES)
    stream = next((stream for stream in videos if stream.disposition & DEFAULT_TRACK), videos[0])
    if stream.codec_context is None:
        raise Refusal(NO_DECODER.format(codec="an unknown codec"))
    if stream.codec_context.width and stream.codec_context.height:
        refuse_size(stream.codec_context.width, stream.codec_context.height, max_pixels=max_pixels)
    return stream


def _refuse_by_head(head: bytes) -> None:
    if not head:
        raise Refusal(EMPTY)
    if head.startswith(PICTURE_STARTS) or (head[4:8] == b"ftyp" and head[8:12] in PICTURE_BRANDS):
        raise Refusal(STILL)
    if head.startswith(PACKED_STARTS):
        raise Refusal(PACKED)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(PLAYLIST_STARTS) or (start.startswith(b"<?xml") and (b"<mpd" in start or b"<smil" in start)):
        raise Refusal(PLAYLIST)


def _explain_unreadable(head: bytes) -> str:
    if head[4:8] in ATOMS:
        return CUT_OFF
    if head.startswith(MATROSKA_START) or head[8:12] == b"AVI ":
        return BROKEN
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        # The head may end inside a character.
        text = head[: error.start].decode() if error.start > len(head) - 4 else ""
    is_text = bool(text) and all(char.isprintable() or char in "\t\r\n\f" for char in text)
    return TEXT if is_text else FOREIGN
