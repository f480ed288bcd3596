"""The binary websocket message that carries one mask: a header of 40 bytes, little-endian, then the counts.

| bytes | type | field |
|---|---|---|
| 0 | u8 | protocol, 1 |
| 1 | u8 | kind: 1 provisional (its chunk is not committed yet), 2 committed, 3 preview (what a click here would give) |
| 2 | u8 | state: 0 absent, 1 present, 2 cleared |
| 3 | u8 | origin: 0 prompted, 1 propagated, 2 drawn, 3 imported, 4 automatic, 5 restored |
| 4 | u32 | frame |
| 8 | u64 | masklet |
| 16 | u32 | version, 0 when provisional |
| 20 | u32 | lease token of the job, 0 when there is none |
| 24 | u32 | propagation, 0 when there is none |
| 28 | u16, u16 | height, width of the frame in pixels |
| 32 | f32 | score; NaN when there is none |
| 36 | u32 | length of the counts in bytes, 0 when there is no mask |

`frontend/src/protocol/maskFrame.ts` reads the same; both are tested on `tests/golden/mask_frames.json`.
"""

import math
import struct
from dataclasses import dataclass
from typing import Final

PROTOCOL: Final = 1
HEADER: Final = struct.Struct("<BBBBIQIIIHHfI")
KINDS: Final = {1: "provisional", 2: "committed", 3: "preview"}
STATES: Final = ("absent", "present", "cleared")
ORIGINS: Final = ("prompted", "propagated", "drawn", "imported", "automatic", "restored")


@dataclass(frozen=True, slots=True)
class MaskFrame:
    """One mask on its way to the browsers. A committed one has a version, a provisional one a lease token.

    `size` is the frame's (height, width) in pixels, also where there is no mask and `counts` is empty.
    """

    masklet: int
    frame: int
    state: str
    origin: str
    size: tuple[int, int]
    counts: str = ""
    score: float | None = None
    version: int = 0
    lease_token: int = 0
    propagation: int = 0
    is_preview: bool = False

    @property
    def is_committed(self) -> bool:
        return self.version > 0

    @property
    def kind(self) -> int:
        if self.is_preview:
            return 3
        return 2 if self.is_committed else 1


def encode_mask_frame(mask: MaskFrame) -> bytes:
    """Pack a mask; raises ValueError for a state or origin that the protocol does not know."""
    counts = mask.counts.encode("ascii")
    height, width = mask.size
    header = HEADER.pack(
        PROTOCOL,
        mask.kind,
        STATES.index(mask.state),
        ORIGINS.index(mask.origin),
        mask.frame,
        mask.masklet,
        mask.version,
        mask.lease_token,
        mask.propagation,
        height,
        width,
        math.nan if mask.score is None else mask.score,
        len(counts),
    )
    return header + counts


def decode_mask_frame(message: bytes) -> MaskFrame:
    """Unpack a message; raises ValueError when it is of another protocol or cut short."""
    if len(message) < HEADER.size:
        raise ValueError(f"A mask message has at least {HEADER.size} bytes, not {len(message)}.")
    (protocol, kind, state, origin, frame, masklet, version, lease_token, propagation, height, width, score, length) = (
        HEADER.unpack_from(message)
    )
    if protocol != PROTOCOL:
        raise ValueError(f"Mask messages of protocol {protocol} are unknown: reload the page.")
    if kind not in KINDS or state >= len(STATES) or origin >= len(ORIGINS):
        raise ValueError("The mask message's kind, state or origin is unknown: reload the page.")
    counts = message[HEADER.size :]
    if len(counts) != length:
        raise ValueError(f"The mask message has {len(counts)} bytes of counts instead of {length}.")
    return MaskFrame(
        masklet=masklet,
        frame=frame,
        state=STATES[state],
        origin=ORIGINS[origin],
        size=(height, width),
        counts=counts.decode("ascii"),
        score=None if math.isnan(score) else score,
        version=version,
        lease_token=lease_token,
        propagation=propagation,
        is_preview=kind == 3,
    )
