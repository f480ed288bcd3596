"""Lets torchvision be imported beside a CPU build of torch.

torchvision's wheel registers fake kernels for `torchvision::nms` and `torchvision::qnms`
at import and fails ("operator torchvision::nms does not exist") where its compiled
extension could not be loaded. Declaring both operators first is enough.
"""

from importlib import util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

_DECLARED: list[object] = []


def declare_torchvision_ops() -> None:
    """Declares the missing operators once, with a CPU `nms`; does nothing where they exist.

    Call it before anything imports torchvision (sam2 does). `nms` takes boxes [N, 4] as
    (x0, y0, x1, y1), scores [N] and a threshold, and returns the kept indices, best first.
    """
    import torch

    if _DECLARED or hasattr(torch.ops.torchvision, "nms"):
        return
    if torch.cuda.is_available() and util.find_spec("torchvision._C") is not None:
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.impl("nms", _suppress_overlaps, "CPU")
    _DECLARED.append(library)  # the operators live as long as the library object


def _suppress_overlaps(dets: "torch.Tensor", scores: "torch.Tensor", iou_threshold: float) -> "torch.Tensor":
    import torch

    areas = (dets[:, 2] - dets[:, 0]) * (dets[:, 3] - dets[:, 1])
    order = scores.argsort(descending=True)
    kept: list[int] = []
    while order.numel() > 0:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        top_left = torch.maximum(dets[best, :2], dets[rest, :2])
        bottom_right = torch.minimum(dets[best, 2:], dets[rest, 2:])
        overlap = (bottom_right - top_left).clamp(min=0).prod(1)
        iou = overlap / (areas[best] + areas[rest] - overlap).clamp(min=1e-9)
        order = rest[iou <= iou_threshold]
    return torch.tensor(kept, dtype=torch.int64)
