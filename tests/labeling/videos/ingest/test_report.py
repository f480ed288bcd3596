import pytest

from labeling.videos.ingest.report import Finished, Progress, Refused, ReportUnreadable, read_report, write_report

FINISHED = Finished(
    num_frames=60, width=320, height=180, time_base_num=1, time_base_den=25, duration_s=2.4, warning="It breaks off."
)


@pytest.mark.parametrize("report", [Progress(0.25, 12), Refused("This is a letter."), FINISHED])
def test_report_reads_as_it_was_written(report: Progress | Refused | Finished):
    assert read_report(write_report(report)) == report


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"kind": "gift"}',
        '{"kind": "progress", "fraction": 1.5, "num_frames": 1}',
        '{"kind": "progress", "fraction": NaN, "num_frames": 1}',
        '{"kind": "progress", "fraction": 0.5}',
        '{"kind": "progress", "fraction": 0.5, "num_frames": -1}',
        '{"kind": "refused", "problem": 3}',
        '{"kind": "refused", "problem": "x", "more": 1}',
        write_report(Refused("x" * 2001)),
        write_report(FINISHED).replace("320", "0"),
        write_report(FINISHED).replace("320", "true"),
    ],
)
def test_report_refuses_what_the_child_cannot_have_meant(line: str):
    with pytest.raises(ReportUnreadable):
        read_report(line)
