import pytest

from backend.services.benchmarks import Bench, Row, measure, show


@pytest.mark.parametrize(
    ("value", "bound", "holds"),
    [
        (1.2, ">= 1.15", True),
        (1.1, ">= 1.15", False),
        (0.0, "<= 0", True),
        (0.0, "== 0", True),
        (1.0, "== 0", False),
        (5.0, "< 5", False),
        (7.0, None, None),
        (None, ">= 1", None),
    ],
)
def test_row_holds_its_bound(value: float | None, bound: str | None, holds: bool | None):
    assert Row("a figure", value, "ms", bound).holds is holds


def test_measure_gives_what_the_contract_promises():
    bench = Bench("clicks", "Clicks to masks.", lambda short: [Row("p50", 2.0 if short else 9.0, "ms", "<= 3")])

    result = measure(bench, short=True)

    assert set(result) == {"bench", "machine", "commit", "seconds", "rows"}
    assert result["bench"] == "clicks"
    assert result["rows"] == [{"name": "p50", "value": 2.0, "unit": "ms", "bound": "<= 3", "holds": True}]


def test_figure_that_cannot_be_measured_here_is_shown_as_a_dash():
    result = measure(Bench("gpu", "", lambda _: [Row("no GPU here", None, "frames/s", ">= 1")]), short=True)
    assert show(result).splitlines()[1].split() == ["no", "GPU", "here", "-", "frames/s", ">=", "1:"]
