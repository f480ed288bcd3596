"""Where features come from: the encoder, memory and disk, which all give the same track bit for bit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch._dynamo.testing import CompileCounter

from inference.checkpoints import load_predictor
from inference.device import DevicePolicy
from inference.encoder import digest_encoder
from inference.feature_store import FeatureStore
from inference.features import FeatureCache, Shelf
from inference.legs import Leg
from inference.rle import encode, iou
from inference.tracker import Tracker
from inference.tracks import Track
from inference.types import BarrierMask, Conditioning, MaskResult
from tests.factories.clips import SIZE, ArrayFrames, draw_square, draw_squares

NUM_FRAMES = 10
ROOM = 64 << 20
# 16 × 64² + 32 × 32² + 128 × 16² numbers of two bytes each.
NANO_FRAME_BYTES = 2 * 131072


@pytest.fixture(scope="module")
def model() -> Any:
    torch.set_num_threads(1)  # two threads on two busy cores wait for each other
    return load_predictor("maskloop-nano", "cpu")


@pytest.fixture
def store(tmp_path: Path) -> FeatureStore:
    return FeatureStore(tmp_path / "features", quota_bytes=1 << 28)


@pytest.fixture
def frames() -> ArrayFrames:
    return ArrayFrames(draw_squares(NUM_FRAMES))


def make_cache(model: Any, frames: ArrayFrames, store: FeatureStore | None, room_bytes: int = ROOM) -> FeatureCache:
    shelf = Shelf(store, video="clip", model="nano") if store else None
    return FeatureCache(model, frames, room_bytes=room_bytes, shelf=shelf)


def track(model: Any, features: FeatureCache) -> dict[int, dict[int, MaskResult]]:
    """Two objects through the clip, and what is on disk made whole."""
    known = {
        key: Conditioning(prompts={}, barriers={0: BarrierMask(frame=0, rle=encode(mask), origin="drawn")})
        for key, mask in {1: draw_square(0), 2: ~draw_square(0)}.items()
    }
    leg = Leg(reverse=False, frames=range(NUM_FRAMES), starts={1: 0, 2: 0})
    tracker = Tracker(model, features, size=SIZE, num_frames=NUM_FRAMES)
    masks = {step.frame: dict(step.masks) for step in Track(tracker, leg, known).steps()}
    features.flush()
    return masks


def test_tracks_are_the_same_from_encoder_memory_and_disk(model: Any, frames: ArrayFrames, store: FeatureStore):
    first = make_cache(model, frames, store)
    by_encoder = track(model, first)
    by_memory = track(model, first)
    assert (first.found.encoded, first.found.disk) == (NUM_FRAMES, 0)
    assert first.found.bytes_kept == NUM_FRAMES * NANO_FRAME_BYTES

    unread = ArrayFrames(draw_squares(NUM_FRAMES))
    second = make_cache(model, unread, store)
    by_disk = track(model, second)
    assert (second.found.encoded, second.found.disk, unread.reads) == (0, NUM_FRAMES, [])
    assert by_encoder == by_memory == by_disk


def test_damaged_file_is_encoded_again(model: Any, frames: ArrayFrames, store: FeatureStore, tmp_path: Path):
    whole = track(model, make_cache(model, frames, store))
    path = next(tmp_path.glob("features/*/*/00000004.feat"))
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)

    again = make_cache(model, frames, store)
    assert track(model, again) == whole
    assert (again.found.encoded, again.found.disk) == (1, NUM_FRAMES - 1)
    assert path.read_bytes() != content
    last = make_cache(model, frames, store)
    assert track(model, last) == whole
    assert last.found.disk == NUM_FRAMES


def test_rounding_to_half_precision_barely_moves_a_mask(model: Any, frames: ArrayFrames, store: FeatureStore):
    exact, rounded = track(model, make_cache(model, frames, None)), track(model, make_cache(model, frames, store))
    overlaps = [
        iou(mask.rle, rounded[frame][key].rle)
        for frame, masks in exact.items()
        for key, mask in masks.items()
        if mask.rle and rounded[frame][key].rle
    ]
    assert len(overlaps) == 2 * (NUM_FRAMES - 1)
    assert min(overlaps) > 0.99


def test_memory_stays_within_its_room(model: Any, frames: ArrayFrames, store: FeatureStore):
    features = make_cache(model, frames, store, room_bytes=3 * NANO_FRAME_BYTES)
    track(model, features)
    assert features.found.bytes_kept == 3 * NANO_FRAME_BYTES


def test_reading_that_does_not_pay_is_left_alone(model: Any, frames: ArrayFrames, store: FeatureStore):
    track(model, make_cache(model, frames, store))
    for _ in range(32):
        store.balance("nano").add_read(60.0)
    features = make_cache(model, frames, store)
    track(model, features)
    assert (features.found.encoded, features.found.disk) == (NUM_FRAMES, 0)


def test_frames_that_follow_are_read_before_their_turn(model: Any, frames: ArrayFrames):
    features = make_cache(model, frames, None)
    features.read(3, following=range(4, NUM_FRAMES))
    features.read(4)
    features.read(5)
    assert sorted(frames.reads) == [3, 4, 5]


def test_what_a_source_raises_ahead_is_raised_in_its_turn(model: Any):
    class Torn(ArrayFrames):
        def read(self, index: int) -> Any:
            if index == 1:
                raise OSError("torn")
            return super().read(index)

    features = make_cache(model, Torn(draw_squares(3)), None)
    features.read(0, following=range(1, 3))
    with pytest.raises(OSError, match="torn"):
        features.read(1)
    assert features.read(2).sizes == [(64, 64), (32, 32), (16, 16)]


@pytest.fixture
def policy() -> DevicePolicy:
    """A GPU's ways on a CPU."""
    return DevicePolicy(device="cpu", autocast=torch.bfloat16, pins=True, encode_batch=4, frames_ahead=6)


def test_encoder_takes_frames_together(model: Any, frames: ArrayFrames, policy: DevicePolicy):
    one, many = make_cache(model, frames, None), FeatureCache(model, frames, room_bytes=ROOM, policy=policy)
    with torch.inference_mode():
        for frame in range(NUM_FRAMES):
            following = range(frame + 1, NUM_FRAMES)
            expected, found = one.read(frame), many.read(frame, following=following)
            for left, right in zip(expected.vision_feats, found.vision_feats, strict=True):
                torch.testing.assert_close(left, right, rtol=1e-4, atol=1e-4)
            assert expected.sizes == found.sizes
            for left, right in zip(expected.vision_pos, found.vision_pos, strict=True):
                assert torch.equal(left, right)
    assert many.found.encoded == NUM_FRAMES


@pytest.fixture
def fresh_compiler() -> Iterator[None]:
    torch._dynamo.reset()
    yield
    torch._dynamo.reset()


@pytest.mark.usefixtures("fresh_compiler")
def test_compiled_encoder_is_compiled_once_for_any_number_of_frames(model: Any, frames: ArrayFrames):
    counter = CompileCounter()
    policy = DevicePolicy(device="cpu", encode_batch=3, frames_ahead=4, compiles=True, backend=counter)
    features = FeatureCache(model, frames, room_bytes=ROOM, policy=policy)
    with torch.inference_mode():
        features.read(0)
        compiled = counter.frame_count
        features.read(1, following=range(2, 6))
        features.read(9, following=(8,))
        features.read(5)
    assert compiled > 0
    assert counter.frame_count == compiled


def test_digest_tells_encoders_apart(model: Any):
    torch.manual_seed(1)
    other = load_predictor("maskloop-nano", "cpu", untrained=True)
    assert digest_encoder(model) == digest_encoder(load_predictor("maskloop-nano", "cpu"))
    assert digest_encoder(model) != digest_encoder(other)
    before = digest_encoder(other)
    with torch.no_grad():  # what comes after the encoder does not matter
        other.sam_mask_decoder.iou_token.weight.fill_(1.0)
    assert digest_encoder(other) == before


@pytest.mark.parametrize(("device", "batch", "pads"), [("cpu", 1, 1), ("cuda:0", 4, 4)])
def test_policy_of_a_device(device: str, batch: int, pads: int):
    policy = DevicePolicy.choose(device)
    assert (policy.encode_batch, policy.pins, policy.autocast is not None) == (batch, batch > 1, batch > 1)
    assert DevicePolicy.choose(device, compiles=True).pad(1) == pads
    assert policy.pad(1) == 1
