"""Builds the model for training and prepares its first weights."""

from pathlib import Path
from typing import Any

import torch
from torch import nn

from inference.torchvision_ops import declare_torchvision_ops
from inference.training.losses import training_overrides

CONFIG = Path(__file__).parent.parent / "configs" / "maskloop-nano.yaml"
# Attention logits at a match are about 1.4 times its square: 2 gives a clear first peak.
_MATCHING_GAIN = 2.0
_SMALL_TYPE_EMBEDDING = 0.3
_PRESENT_AT_FIRST = 3.0


def build_training_model(config: Path = CONFIG) -> nn.Module:
    """A `SAM2Train` of the configuration, with weights that know what a position is."""
    declare_torchvision_ops()
    from hydra.utils import instantiate
    from omegaconf import OmegaConf

    settings = OmegaConf.load(config).model
    model: nn.Module = instantiate(OmegaConf.merge(settings, training_overrides()))
    start_from_position_match(model)
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


def set_image_size(model: nn.Module, image_size: int) -> None:
    """Changes the square side (pixels, a multiple of 32) that the model expects.

    The weights do not depend on it: position encodings are computed or interpolated.
    """
    side = image_size // model.backbone_stride
    model.image_size = image_size
    model.sam_image_embedding_size = side
    encoder = model.sam_prompt_encoder
    encoder.input_image_size = (image_size, image_size)
    encoder.image_embedding_size = (side, side)
    encoder.mask_input_size = (4 * side, 4 * side)
