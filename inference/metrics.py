"""J, F and their mean, as the DAVIS and SA-V evaluators define them. Torch-free.

Source: Perazzi et al., "A Benchmark Dataset and Evaluation Methodology for Video Object
Segmentation" (CVPR 2016): J is the IoU of regions, F the harmonic mean of the precision
and recall of boundary pixels within a tolerance of 0.8% of the picture's diagonal.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Mask = NDArray[np.bool_]
BOUNDARY_TOLERANCE = 0.008


def region_similarity(truth: Mask, given: Mask) -> float:
    """J: intersection over union of two masks [H, W], 0 to 1; 1 where both are empty."""
    union = np.count_nonzero(truth | given)
    if union == 0:
        return 1.0
    return np.count_nonzero(truth & given) / union


def boundary_score(truth: Mask, given: Mask, tolerance: float = BOUNDARY_TOLERANCE) -> float:
    """F of two masks [H, W], 0 to 1; 1 where both are empty, 0 where only one is.

    `tolerance` below 1 is a share of the diagonal (rounded up to whole pixels), else pixels.
    """
    radius_px = tolerance if tolerance >= 1 else math.ceil(tolerance * math.hypot(*truth.shape))
    truth_edge, given_edge = mask_boundary(truth), mask_boundary(given)
    num_truth, num_given = np.count_nonzero(truth_edge), np.count_nonzero(given_edge)
    if num_truth == 0 and num_given == 0:
        return 1.0
    if num_truth == 0 or num_given == 0:
        return 0.0
    precision = np.count_nonzero(given_edge & _within(truth_edge, radius_px)) / num_given
    recall = np.count_nonzero(truth_edge & _within(given_edge, radius_px)) / num_truth
    if precision + recall == 0:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def mean_score(truth: Mask, given: Mask) -> float:
    """J&F: the mean of `region_similarity` and `boundary_score`."""
    return (region_similarity(truth, given) + boundary_score(truth, given)) / 2


def mask_boundary(mask: Mask) -> Mask:
    """Pixels that differ from their neighbour to the right, below or diagonally below.

    One pixel wide; the picture's own border is no boundary.
    """
    east, south, south_east = mask.copy(), mask.copy(), mask.copy()
    east[:, :-1] = mask[:, 1:]
    south[:-1] = mask[1:]
    south_east[:-1, :-1] = mask[1:, 1:]
    boundary = (mask ^ east) | (mask ^ south) | (mask ^ south_east)
    boundary[-1] = mask[-1] ^ east[-1]
    boundary[:, -1] = mask[:, -1] ^ south[:, -1]
    boundary[-1, -1] = False
    return boundary


def _within(edge: Mask, radius_px: float) -> Mask:
    """Pixels at most `radius_px` from an edge (Euclidean, as a disc-shaped dilation)."""
    near: Mask = ndimage.distance_transform_edt(~edge) <= radius_px
    return near
