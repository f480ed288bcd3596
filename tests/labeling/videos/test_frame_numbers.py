import numpy as np
import pytest
from PIL import Image

from labeling.videos.frame_numbers import LARGEST_NUMBER, burn_in, read_burned_in


@pytest.mark.parametrize("number", [0, 1, 2, 1023, 20_000, LARGEST_NUMBER])
@pytest.mark.parametrize("width", [200, 640, 1281])
def test_frame_number_reads_as_it_was_burned_in_at_any_scale(number: int, width: int):
    picture = np.full((100, 640, 3), 128, dtype=np.uint8)
    burn_in(picture, number)

    scaled = np.asarray(Image.fromarray(picture).resize((width, 100 * width // 640)))

    assert read_burned_in(scaled) == number


@pytest.mark.parametrize("level", [0, 255])
def test_frame_number_is_not_read_from_an_empty_corner(level: int):
    with pytest.raises(ValueError, match="no frame number"):
        read_burned_in(np.full((100, 640, 3), level, dtype=np.uint8))


def test_frame_number_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="does not fit"):
        burn_in(np.zeros((100, 640, 3), dtype=np.uint8), LARGEST_NUMBER + 1)
