from labeling.videos.ingest.pace import WINDOW_S, Pace


def test_pace_knows_nothing_before_something_is_done():
    pace = Pace()
    assert pace.remaining_s is None
    pace.note(0.1, 5.0)
    assert pace.remaining_s is None
    pace.note(0.1, 6.0)
    assert pace.remaining_s is None


def test_pace_tells_the_rest_by_the_speed_so_far():
    pace = Pace()
    pace.note(0.0, 100.0)
    pace.note(0.25, 110.0)

    assert pace.remaining_s == 30.0


def test_pace_forgets_what_was_long_ago():
    pace = Pace()
    for second in range(101):
        pace.note(0.001 * second, float(second))
    for second in range(101, 102 + int(WINDOW_S)):
        pace.note(0.1 + 0.01 * (second - 100), float(second))

    assert pace.remaining_s is not None
    assert round(pace.remaining_s) == round((1 - 0.1 - 0.01 * (WINDOW_S + 1)) / 0.01)
