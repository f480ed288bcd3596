import pytest

from labeling.videos.api.byte_ranges import ByteRange, NotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", ByteRange(0, 10)),
        ("bytes=90-", ByteRange(90, 100)),
        ("bytes=90-500", ByteRange(90, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-500", ByteRange(0, 100)),
        ("bytes=99-99", ByteRange(99, 100)),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("frames=0-9", None),
        ("bytes=a-b", None),
    ],
)
def test_range_is_read_as_rfc_9110_has_it(header: str, part: ByteRange | None):
    assert parse_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_range_behind_the_end_is_not_satisfiable(header: str):
    with pytest.raises(NotSatisfiable):
        parse_range(header, 100)
