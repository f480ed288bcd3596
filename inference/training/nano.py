"""Builds the model for training and prepares its first weights."""

from typing import Any

import torch
from torch import nn

from inference.checkpoints import NANO, load_model
from inference.training.losses import training_overrides

# Attention logits at a match are about 1.4 times its square: 2 gives a clear first peak.
_MATCHING_GAIN = 2.0
_SMALL_TYPE_EMBEDDING = 0.3
_PRESENT_AT_FIRST = 3.0
# Rotary attention over 128 channels then prefers the same cell to one 4 cells away by 4 nats.
_SAME_PLACE_BIAS = 1.75


def build_training_model() -> nn.Module:
    """A new maskloop-nano as `SAM2Train`, with weights that know what a position is."""
    model: nn.Module = load_model(NANO, "cpu", untrained=True, **training_overrides())
    start_from_position_match(model)
    start_memory_near_identity(model)
    return model


@torch.no_grad()
def start_from_position_match(model: Any) -> None:
    """Starts the decoder's token-image attentions as a match of positions.

    Clicks and pixels share one position encoding. With equal query and key projections a
    click's token attends to the pixels around it from the first step; from independent
    ones the model first learns to ignore the click, and hardly recovers. The embeddings of
    the prompt's type start small, so that they do not drown the position, and the object
    score starts at "present", since masks of absent objects carry no gradient.
    """
    transformer = model.sam_mask_decoder.transformer
    attentions = [transformer.final_attn_token_to_image]
    for layer in transformer.layers:
        attentions += [layer.cross_attn_token_to_image, layer.cross_attn_image_to_token]
    for attention in attentions:
        nn.init.orthogonal_(attention.q_proj.weight, gain=_MATCHING_GAIN)
        nn.init.zeros_(attention.q_proj.bias)
        attention.k_proj.load_state_dict(attention.q_proj.state_dict())
    encoder = model.sam_prompt_encoder
    for embedding in (*encoder.point_embeddings, encoder.not_a_point_embed, encoder.no_mask_embed):
        embedding.weight.mul_(_SMALL_TYPE_EMBEDDING)
    nn.init.constant_(model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias, _PRESENT_AT_FIRST)


@torch.no_grad()
def start_memory_near_identity(model: Any) -> None:
    """Starts memory attention as a look at the same place of the remembered frames.

    Memory attention is skipped on prompted frames, so that image training leaves it as it
    was made: its output would be noise to the decoder, and it learns late to look at the
    memory at all (1,400 steps in, frames after the first had an IoU of 0.05). Equal biases
    of query and key make rotary attention peak where both positions agree; the other paths
    start small, and the last norm at the scale of the encoder's features, which grows while
    images are trained: hence it is worth calling this again before the first clips.
    """
    scale = _feature_scale(model)
    for layer in model.memory_attention.layers:
        cross = layer.cross_attn_image
        nn.init.constant_(cross.q_proj.bias, _SAME_PLACE_BIAS)
        nn.init.constant_(cross.k_proj.bias, _SAME_PLACE_BIAS)
        cross.out_proj.weight.mul_(max(1.0, scale / 2))
        for small in (layer.self_attn.out_proj, layer.linear2):
            small.weight.mul_(0.2)
            nn.init.zeros_(small.bias)
    nn.init.constant_(model.memory_attention.norm.weight, scale)
    # In a memory the mask is added to the frame's features: neither may drown the other.
    encoder = model.memory_encoder
    encoder.pix_feat_proj.weight.div_(max(1.0, scale))
    encoder.mask_downsampler.encoder[-1].weight.mul_(4)


def _feature_scale(model: Any) -> float:
    """The standard deviation, over channels, of what the decoder sees on a prompted frame."""
    noise = torch.randn(1, 3, model.image_size, model.image_size)
    features = model.forward_image(noise)["backbone_fpn"][-1]
    return features.std(1).mean().item()


def restart_memory(model: Any) -> None:
    """Replaces a trained model's memory attention and encoder by fresh ones that start near identity."""
    fresh = load_model(NANO, "cpu", untrained=True, **training_overrides())
    model.memory_attention.load_state_dict(fresh.memory_attention.state_dict())
    model.memory_encoder.load_state_dict(fresh.memory_encoder.state_dict())
    start_memory_near_identity(model)


def set_image_size(model: nn.Module, image_size: int) -> None:
    """Changes the square side (pixels, a multiple of 32) that the model expects.

    The weights do not depend on it: position encodings are computed or interpolated.
    """
    sam: Any = model  # a Module's attributes are typed as Tensor | Module; these are numbers and a prompt encoder
    side = image_size // sam.backbone_stride
    sam.image_size = image_size
    sam.sam_image_embedding_size = side
    encoder = sam.sam_prompt_encoder
    encoder.input_image_size = (image_size, image_size)
    encoder.image_embedding_size = (side, side)
    encoder.mask_input_size = (4 * side, 4 * side)
