"""The image encoder against the package's, for the shapes of windows that configurations have."""

import pytest
import torch

from inference.checkpoints import load_model, load_predictor
from inference.networks.image_encoder import ImageEncoder


def share_off(found, expected):
    return ((found.permute(0, 3, 1, 2) - expected).abs().max() / expected.abs().max()).item()


def check(model):
    images = torch.randn(2, 3, model.image_size, model.image_size)
    with torch.inference_mode():
        expected = model.forward_image(images)["backbone_fpn"]
        found = ImageEncoder(model)(images)
    assert [share_off(one, other) < 1e-4 for one, other in zip(found, expected, strict=True)] == [True] * 3


def test_trained_nano():
    check(load_predictor("maskloop-nano", "cpu"))


@pytest.mark.parametrize(("name", "side"), [("sam2.1_hiera_tiny", 512), ("sam2.1_hiera_base_plus", 256)])
def test_official_configs(name, side):
    torch.manual_seed(5)
    check(load_model(name, "cpu", untrained=True, image_size=side))


def test_model_of_another_make_is_refused():
    model = load_predictor("maskloop-nano", "cpu", untrained=True)
    model.image_encoder.neck.fpn_interp_model = "bilinear"
    with pytest.raises(ValueError, match="not built as SAM 2's"):
        ImageEncoder(model)
