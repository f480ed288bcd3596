from hypothesis import given
from hypothesis import strategies as st

from labeling.masklets.fields import deflate, inflate


@given(st.text(st.characters(max_codepoint=127)))
def test_what_was_deflated_is_inflated_to_the_same(text: str) -> None:
    assert inflate(deflate(text)) == text
