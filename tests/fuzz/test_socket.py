"""Messages that no page sends: the socket answers or closes with a code, and the server logs no traceback."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from labeling.accounts.actions import create_token
from labeling.projects.models import Membership
from labeling.realtime.messages import server_adapter
from labeling.videos.models import Video
from tests.collaboration.served import serve
from tests.factories.projects import MembershipFactory
from tests.labeling.access.messages import MESSAGE_ROWS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BATCHES = 120
MESSAGES_A_BATCH = 12
ANSWER_WITHIN_S = 20
# Those of the consumer, and those by which the protocol itself refuses: not UTF-8, too large.
CLOSE_CODES = {4401, 4403, 4404, 4410, 4429, 1007, 1009}
REFUSED_HEADERS: list[tuple[dict[str, str], int]] = [
    ({"Authorization": "Token"}, 4401),
    ({"Authorization": "Token \xff\xfe"}, 4401),
    ({"Authorization": "Basic eDp5"}, 4401),
    ({"Authorization": "x", "Cookie": "sessionid=\xff; sessionid=a"}, 4401),
    ({"Origin": "http://["}, 4403),
    ({"Origin": "null"}, 4403),
    ({"Origin": "http://elsewhere.example"}, 4403),
]
KNOWN = [{"type": row.type, **row.message} for row in MESSAGE_ROWS]

numbers = st.one_of(
    st.integers(), st.floats(), st.sampled_from([-1, 2**31, 2**63, 10**400, float("nan"), float("inf"), 1e308])
)
texts = st.one_of(st.text(), st.sampled_from(["\0", "\ud800", "a" * 9000, "🦊" * 2000]))
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(texts, inner)),
    max_leaves=8,
)


@st.composite
def nearly_known(draw: st.DrawFn) -> str:
    """A message of ours with something put in, replaced or left out."""
    message = dict(draw(st.sampled_from(KNOWN)))
    name = draw(st.one_of(st.sampled_from(sorted(message)), texts))
    if draw(st.booleans()):
        message[name] = draw(anything)
    else:
        message.pop(name, None)
    return json.dumps(message)


strange = st.sampled_from(
    ["", "[" * 5000, '{"type":' * 900, "nul", '{"type": "ping"}{', '{"type": "\\ud800"}', "\ufeff{}"]
)
messages = st.one_of(nearly_known(), anything.map(json.dumps), strange, st.text(), st.binary(max_size=300))


@dataclass(frozen=True)
class Served:
    address: str
    video: int
    token: str

    def open(self, query: str = "", *, path: str = "", **headers: str) -> ClientConnection:
        return connect(
            f"ws://{self.address}{path or f'/ws/videos/{self.video}/'}{query}",
            additional_headers={"Authorization": f"Token {self.token}", **headers}, proxy=None, max_size=None,
        )  # fmt: skip


@pytest.fixture
def served(make_video: Callable[[], Video], tmp_path: Path) -> Iterator[Served]:
    video = make_video()
    user = MembershipFactory.create(project=video.project, role=Membership.Role.ANNOTATOR).user
    token = create_token(user=user, name="fuzz")[1]
    with serve(tmp_path) as address:
        yield Served(address, video.pk, token)
    said = (tmp_path / "web.log").read_text(errors="replace")
    assert [line for line in said.splitlines() if "Traceback" in line or " ERROR " in line] == [], said[-5000:]


@contextmanager
def answering(socket: ClientConnection) -> Iterator[None]:
    """What is said inside is answered, or ends the socket with a code."""
    code: int | None = 1000
    try:
        yield
        socket.send('{"type": "ping"}')
        while read(socket) != "pong":
            pass
    except ConnectionClosed as closed:
        code = None if closed.rcvd is None else closed.rcvd.code
    assert code in {1000, *CLOSE_CODES}


def read(socket: ClientConnection) -> str:
    """The type of the next text message, which must be one of the schema's."""
    while True:
        message = socket.recv(timeout=ANSWER_WITHIN_S)
        if isinstance(message, str):
            return str(server_adapter.validate_json(message).type)


def test_strange_messages_are_answered_and_reach_nobody(served: Served) -> None:
    sent = 0

    @seed(1)
    @settings(
        max_examples=BATCHES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(batch=st.lists(messages, min_size=MESSAGES_A_BATCH, max_size=MESSAGES_A_BATCH))
    def send(batch: list[str | bytes]) -> None:
        nonlocal sent
        with served.open() as socket, answering(socket):
            assert read(socket) == "hello"
            for message in batch:
                socket.send(
                    message.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
                    if isinstance(message, str)
                    else message
                )
                sent += 1

    with served.open() as watcher:
        assert read(watcher) == "hello"
        send()
        with answering(watcher):
            pass
    assert sent >= BATCHES * MESSAGES_A_BATCH // 2


def test_flood_and_giants_end_the_socket(served: Served) -> None:
    chance = random.Random(1)
    flood = [json.dumps(chance.choice(KNOWN)) for _ in range(20_000)]
    for sent, code in ((flood, 4429), (["a" * 200_000], 1009), ([b"\0" * 200_000], 1009)):
        with served.open() as socket:
            assert find_close_code(socket, sent) == code
        with served.open() as socket, answering(socket):
            pass


def test_strange_addresses_and_credentials_are_answered(served: Served) -> None:
    for query in ("?after=-1", "?after=1e9", "?after=" + "9" * 30, "?after=%00", "?%ff=%ff", "?after=٣"):
        with served.open(query) as socket, answering(socket):
            assert read(socket) == "hello"
    for path in ("/ws/videos/99999999999999999999/", "/ws/videos/0/", "/ws/videos/x/", "/ws/", "/nothing"):
        with served.open(path=path) as socket:
            assert (path, find_close_code(socket)) == (path, 4404)
    for headers, code in REFUSED_HEADERS:
        with served.open(**headers) as socket:
            assert (headers, find_close_code(socket)) == (headers, code)


def find_close_code(socket: ClientConnection, sent: list[str] | list[bytes] | None = None) -> int | None:
    """The code with which the server ends the socket after what is sent."""
    try:
        for message in sent or []:
            socket.send(message)
        while True:
            socket.recv(timeout=ANSWER_WITHIN_S)
    except ConnectionClosed as closed:
        return None if closed.rcvd is None else closed.rcvd.code
