"""The networks of tracking against the package's own, on random weights and inputs."""

import pytest
import torch
from torch._dynamo.testing import CompileCounter

from inference.checkpoints import load_predictor
from inference.device import DevicePolicy
from inference.features import FrameFeatures
from inference.memory import TrackMemory
from inference.networks.mask_decoder import Heads
from inference.networks.tracking import TrackingNetworks
from inference.window import Window

NUM_FRAMES = 30
OBJECTS = 3


@pytest.fixture(scope="module")
def model():
    torch.set_num_threads(1)
    torch.manual_seed(3)
    made = load_predictor("maskloop-nano", "cpu", untrained=True)
    with torch.no_grad():
        for parameter in made.parameters():  # the package starts many at zero or one, where errors do not show
            parameter.add_(0.05 * torch.randn_like(parameter))
    return made


@pytest.fixture(scope="module")
def features(model):
    with torch.inference_mode():
        backbone = model.forward_image(torch.randn(1, 3, model.image_size, model.image_size))
        _, levels, places, sizes = model._prepare_backbone_features(backbone)
    return FrameFeatures(vision_feats=levels, vision_pos=places, sizes=sizes)


@pytest.fixture(scope="module")
def networks(model):
    with torch.inference_mode():
        return TrackingNetworks(model, NUM_FRAMES)


@pytest.fixture(scope="module")
def heads(model):
    side = model.image_size // 4
    score = torch.tensor([[4.0], [-2.0], [1.0]])
    return Heads(
        logits=3 * torch.randn(OBJECTS, 1, side, side).half().float(),
        pointer=torch.randn(OBJECTS, model.hidden_dim),
        score=score,
        iou=score[:, 0],
    )


def encode_memory_by_package(model, features, heads, row):
    logits = torch.nn.functional.interpolate(
        heads.logits[row : row + 1], size=(model.image_size,) * 2, mode="bilinear", align_corners=False
    )
    return model._encode_new_memory(
        current_vision_feats=features.vision_feats,
        feat_sizes=features.sizes,
        pred_masks_high_res=logits,
        object_score_logits=heads.score[row : row + 1],
        is_mask_from_pts=False,
    )


def share_off(found, expected):
    """The largest difference as a share of the largest value."""
    return ((found - expected).abs().max() / expected.abs().max()).item()


@torch.inference_mode()
def test_memories_equal_the_package(model, features, networks, heads):
    made = networks.remember(networks.view(features), heads)
    for row, memory in enumerate(made):
        expected, _ = encode_memory_by_package(model, features, heads, row)
        assert share_off(memory.tokens.values.float(), expected[0].flatten(1).t()) < 0.005  # half a bfloat16 ulp


def look_back(memories):
    """Windows of three different shapes: one conditioning frame, with recent ones, and one without near frames."""
    pointer = memories[0].pointer
    return [
        Window(memories=[(memories[0], 6)], pointers=[(pointer, 0)]),
        Window(
            memories=[(memories[0], 6), (memories[1], 1), (memories[2], 0)],
            pointers=[(pointer, 3), (memories[1].pointer, 2), (memories[2].pointer, 1)],
        ),
        Window(memories=[(memories[2], 6), (memories[1], 5)], pointers=[]),
    ]


def attend_by_package(model, features, window):
    tokens, places = [], []
    for memory, age in window.memories:
        values = memory.tokens.values[:, None].float()
        side = model.sam_image_embedding_size
        place = model.memory_encoder.position_encoding(torch.zeros(1, model.mem_dim, side, side))
        tokens.append(values)
        places.append(place.flatten(2).permute(2, 0, 1) + model.maskmem_tpos_enc[age])
    if window.pointers:
        share = model.hidden_dim // model.mem_dim
        pointers = torch.stack([pointer for pointer, _ in window.pointers])
        tokens.append(pointers.reshape(-1, share, model.mem_dim).flatten(0, 1)[:, None])
        distances = torch.tensor([float(distance) for _, distance in window.pointers])
        half = model.hidden_dim // 2
        steps = 10000 ** (2 * (torch.arange(half) // 2) / half)
        angles = (distances / (model.max_obj_ptrs_in_encoder - 1))[:, None] / steps
        ages = model.obj_ptr_tpos_proj(torch.cat((angles.sin(), angles.cos()), dim=-1))
        places.append(ages.repeat_interleave(share, dim=0)[:, None])
    return model.memory_attention(
        curr=features.vision_feats[-1:],
        curr_pos=features.vision_pos[-1:],
        memory=torch.cat(tokens),
        memory_pos=torch.cat(places),
        num_obj_ptr_tokens=len(window.pointers) * (model.hidden_dim // model.mem_dim),
    )[:, 0]


@torch.inference_mode()
def test_attention_and_heads_equal_the_package(model, features, networks, heads):
    view = networks.view(features)
    windows = look_back(networks.remember(view, heads))
    found = networks.track(view, windows)
    for row, window in enumerate(windows):
        attended = attend_by_package(model, features, window)
        picture = networks.attend(view, window)
        side = model.sam_image_embedding_size
        assert share_off(picture[0].flatten(1).t(), attended) < 1e-4
        _, _, ious, logits, _, pointer, score = model._forward_sam_heads(
            backbone_features=attended.t().reshape(1, -1, side, side),
            high_res_features=[
                level.permute(1, 2, 0).unflatten(-1, size)
                for level, size in zip(features.vision_feats[:2], features.sizes[:2], strict=True)
            ],
        )
        assert share_off(found.logits[row], logits[0]) < 1e-4
        assert share_off(found.pointer[row], pointer[0]) < 1e-4
        assert found.score[row].item() == pytest.approx(score.item(), abs=1e-3)
        assert found.iou[row].item() == pytest.approx(ious.item(), abs=1e-4)


@torch.inference_mode()
def test_an_object_is_answered_the_same_in_any_company(features, networks, heads):
    view = networks.view(features)
    windows = look_back(networks.remember(view, heads))
    together = networks.track(view, windows)
    for row, window in enumerate(windows):
        alone = networks.track(view, [window])
        assert share_off(together.logits[row], alone.logits[0]) < 1e-4


@torch.inference_mode()
def test_bfloat16_networks_stay_near(model, features, networks, heads):
    rough = TrackingNetworks(model, NUM_FRAMES, policy=DevicePolicy(device="cpu", autocast=torch.bfloat16))
    view, rough_view = networks.view(features), rough.view(features)
    exact = networks.track(view, look_back(networks.remember(view, heads)))
    near = rough.track(rough_view, look_back(rough.remember(rough_view, heads)))
    assert share_off(near.logits, exact.logits) < 0.05
    assert ((near.logits > 0) != (exact.logits > 0)).float().mean().item() < 0.01


def test_only_pointers_are_kept_of_what_is_no_longer_attended_to(networks, features, heads):
    with torch.inference_mode():
        made = networks.remember(networks.view(features), heads)[0]
    memory = TrackMemory(reach=16, spatial_reach=7)
    for frame in range(40):
        memory.remember(frame, made)
    assert sorted(memory.frames) == list(range(24, 40))
    assert [frame for frame, one in sorted(memory.frames.items()) if one.tokens is not None] == list(range(33, 40))


@torch.inference_mode()
def test_stacked_objects_are_answered_as_single_ones(model, features, networks, heads):
    stacking = TrackingNetworks(model, NUM_FRAMES, policy=DevicePolicy(device="cpu", compiles=True, backend="eager"))
    view = networks.view(features)
    made, padded = networks.remember(view, heads), stacking.remember(view, heads)
    assert [one.tokens.values.equal(other.tokens.values) for one, other in zip(made, padded, strict=True)] == [True] * 3
    windows = look_back(made)
    expected, found = networks.track(view, windows), stacking.track(view, windows)
    assert len(found.logits) == len(windows)
    for part in ("logits", "pointer", "score", "iou"):
        assert share_off(getattr(found, part), getattr(expected, part)) < 1e-4


@torch.inference_mode()
def test_compiled_networks_take_any_number_of_memories_and_pointers(model, features, networks, heads):
    counter = CompileCounter()
    compiled = TrackingNetworks(model, NUM_FRAMES, policy=DevicePolicy(device="cpu", compiles=True, backend=counter))
    view = networks.view(features)
    windows = look_back(networks.remember(view, heads))
    compiled.track(view, windows)
    compiled.remember(view, heads)
    before = counter.frame_count
    for few in (windows[::-1], [windows[1], windows[0], windows[0]], [windows[2]] * 4):
        compiled.track(view, few)
    assert counter.frame_count == before > 0
