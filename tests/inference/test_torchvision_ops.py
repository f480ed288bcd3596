"""torchvision can be imported beside a CPU build of torch, and its `nms` is right."""

import torch

from inference.torchvision_ops import declare_torchvision_ops

BOXES = torch.tensor([[0.0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30], [20, 20, 30, 25]])
SCORES = torch.tensor([0.5, 0.9, 0.3, 0.8])


def test_declare_torchvision_ops_lets_torchvision_be_imported_twice_over() -> None:
    declare_torchvision_ops()
    declare_torchvision_ops()
    import torchvision

    assert torchvision.__version__


def test_nms_keeps_best_of_overlapping_boxes_in_order_of_score() -> None:
    declare_torchvision_ops()
    # The first two overlap by 81 / 119 = 0.68, the last two by exactly a half.
    assert torch.ops.torchvision.nms(BOXES, SCORES, 0.5).tolist() == [1, 3, 2]
    assert torch.ops.torchvision.nms(BOXES, SCORES, 0.45).tolist() == [1, 3]
    assert torch.ops.torchvision.nms(BOXES, SCORES, 0.7).tolist() == [1, 3, 0, 2]


def test_nms_of_no_boxes_is_empty() -> None:
    declare_torchvision_ops()
    assert torch.ops.torchvision.nms(torch.zeros(0, 4), torch.zeros(0), 0.5).tolist() == []
