import re

import pytest

from labeling.tracing import accept_request_id, current_request_id, current_trace, hide_secrets_in_path, traced


@pytest.mark.parametrize("word", ["click-12345678", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "a" * 64, "A.b_c-d8"])
def test_well_formed_request_id_is_kept(word: str):
    assert accept_request_id(word) == word


@pytest.mark.parametrize("word", ["", "short", "a" * 65, "with space", "line\nbreak-12", "${jndi:ldap}", "-leading-1"])
def test_other_request_ids_are_replaced(word: str):
    assert re.fullmatch(r"[0-9a-f]{32}", accept_request_id(word))


def test_what_happens_inside_belongs_to_the_request_and_nothing_afterwards():
    with traced("outer-request", user_id=3):
        with traced("inner-request"):
            assert current_request_id() == "inner-request"
        assert (current_request_id(), current_trace().user_id) == ("outer-request", 3)
    assert (current_request_id(), current_trace()) == ("", None)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/masklets/12/prompts/", "/api/masklets/12/prompts/"),
        ("/api/projects/?token=abc", "/api/projects/"),
        ("/api/invitations/AbCdEf0123456789abcdefXYZ/", "/api/invitations/…/"),
        ("/join/7f3a9c0d1e2b4f5a6c7d8e9f", "/join/…"),
        ("/api/uploads/3f2504e0-4f89-11d3-9a0c-0305e82c3301/", "/api/uploads/3f2504e0-4f89-11d3-9a0c-0305e82c3301/"),
        ("/static/app/assets/EditorPage-B1aX9xkzE0dk3Jf.js", "/static/app/assets/EditorPage-B1aX9xkzE0dk3Jf.js"),
        ("/a-long-word-without-a-number/", "/a-long-word-without-a-number/"),
    ],
)
def test_secrets_in_addresses_are_hidden(path: str, shown: str):
    assert hide_secrets_in_path(path) == shown
