"""What one step of a track says, described off the device's thread."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from torch import Tensor

from inference.masks import describe
from inference.networks.mask_decoder import Heads
from inference.types import MaskResult

_describers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="masks")


@dataclass
class StepResult:
    """One visited frame; objects that are not tracked there or have a barrier there are left out."""

    frame: int
    size: tuple[int, int]
    _batches: list[tuple[Sequence[int], Future[list[MaskResult]]]] = field(default_factory=list)

    def add(self, objects: Sequence[int], heads: Heads) -> None:
        """Has the masks of a batch of objects described while the device goes on with other work."""
        answers = (heads.logits[:, 0].float().cpu(), heads.iou.float().tolist(), heads.score[:, 0].float().tolist())
        self._batches.append((objects, _describers.submit(self._describe, *answers)))

    @property
    def masks(self) -> Mapping[int, MaskResult]:
        """Masks by object; waits until they are described."""
        return {
            key: mask
            for objects, described in self._batches
            for key, mask in zip(objects, described.result(), strict=True)
        }

    def _describe(self, logits: Tensor, ious: list[float], scores: list[float]) -> list[MaskResult]:
        cells = logits.numpy()
        return [
            describe(cells[row], iou=iou, score=score, frame=self.frame, size=self.size)
            for row, (iou, score) in enumerate(zip(ious, scores, strict=True))
        ]
