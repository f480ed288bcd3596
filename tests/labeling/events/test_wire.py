import json
import struct
from pathlib import Path
from typing import Any

import pytest

from labeling.events.wire import HEADER, MaskFrame, decode_mask_frame, encode_mask_frame

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "mask_frames.json").read_text())
named = pytest.mark.parametrize("entry", GOLDEN, ids=[entry["name"] for entry in GOLDEN])


def read(entry: dict[str, Any]) -> MaskFrame:
    return MaskFrame(
        masklet=entry["masklet"],
        frame=entry["frame"],
        state=entry["state"],
        origin=entry["origin"],
        size=(entry["size"][0], entry["size"][1]),
        counts=entry["counts"],
        score=entry["score"],
        version=entry["version"],
        lease_token=entry["lease_token"],
        propagation=entry["propagation"],
        is_preview=entry["kind"] == "preview",
    )


@named
def test_mask_frame_is_packed_as_the_browser_reads_it(entry: dict[str, Any]) -> None:
    assert encode_mask_frame(read(entry)).hex() == entry["hex"]


@named
def test_mask_frame_is_unpacked_as_it_was_packed(entry: dict[str, Any]) -> None:
    frame = decode_mask_frame(bytes.fromhex(entry["hex"]))

    assert frame == read(entry)
    assert frame.is_committed == (entry["kind"] == "committed")


def test_mask_frame_without_a_score_has_none() -> None:
    frame = MaskFrame(masklet=1, frame=2, state="absent", origin="drawn", size=(4, 5))

    assert decode_mask_frame(encode_mask_frame(frame)) == frame


def test_header_has_forty_bytes() -> None:
    assert HEADER.size == 40


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda message: message[:39], "at least 40 bytes"),
        (lambda message: message[:-1], "instead of"),
        (lambda message: message + b"x", "instead of"),
        (lambda message: b"\x02" + message[1:], "protocol 2"),
        (lambda message: message[:1] + b"\x04" + message[2:], "unknown"),
        (lambda message: message[:2] + struct.pack("B", 3) + message[3:], "unknown"),
        (lambda message: message[:3] + struct.pack("B", 6) + message[4:], "unknown"),
    ],
)
def test_mask_frame_that_is_none_is_refused(change: Any, sentence: str) -> None:
    message = encode_mask_frame(
        MaskFrame(masklet=1, frame=2, state="present", origin="drawn", size=(5, 7), counts="S1", version=1)
    )

    with pytest.raises(ValueError, match=sentence):
        decode_mask_frame(change(message))
