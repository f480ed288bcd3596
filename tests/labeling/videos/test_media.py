import io
from collections.abc import Callable
from typing import Any

import av
import numpy as np
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient
from PIL import Image
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.videos import storage
from labeling.videos.frame_numbers import read_burned_in
from labeling.videos.models import Video

Clients = Callable[[User | None], APIClient]


def read_body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_still(response: Any) -> Any:
    return np.asarray(Image.open(io.BytesIO(response.content)))


def test_ready_video_says_what_it_is(ready_video: Video, client_of: Clients, bob: User):
    shown = client_of(bob).get(f"/api/videos/{ready_video.pk}/").json()

    named = ("status", "problem", "warning", "progress", "num_frames", "width", "height")
    assert [shown[name] for name in named] == ["ready", "", "", 1.0, 60, 321, 181]
    assert shown["duration_s"] == pytest.approx(2.4, abs=0.01)


def test_frame_table_times_the_proxy(ready_video: Video, client_of: Clients, bob: User):
    table = client_of(bob).get(f"/api/videos/{ready_video.pk}/frames/").json()

    with av.open(str(storage.local_path(ready_video.proxy))) as container:
        stream = container.streams.video[0]
        pts = [frame.pts for frame in container.decode(stream)]
        assert (table["pts"], table["time_base"]) == (pts, [1, stream.time_base.denominator])
    assert (table["num_frames"], table["width"], table["height"]) == (60, 321, 181)


@pytest.mark.parametrize("index", [0, 9, 10, 37, 59])
def test_still_is_the_frame_of_its_index(ready_video: Video, client_of: Clients, bob: User, index: int):
    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/frames/{index}.jpg")

    picture = read_still(response)
    assert (picture.shape, read_burned_in(picture)) == ((181, 321, 3), index)


def test_still_is_scaled_down_but_never_up(ready_video: Video, client_of: Clients, bob: User):
    path = f"/api/videos/{ready_video.pk}/frames/7.jpg"
    client = client_of(bob)

    assert read_still(client.get(path, {"width": 160})).shape == (90, 160, 3)
    assert read_still(client.get(path, {"width": 2000})).shape == (181, 321, 3)
    assert client.get(path, {"width": 3}).status_code == 400
    assert client.get(path, {"width": "wide"}).status_code == 400


def test_still_of_a_frame_that_is_not_there(ready_video: Video, client_of: Clients, bob: User):
    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/frames/60.jpg")

    assert response.status_code == 404
    assert response.json()["detail"] == "The video has 60 frames, numbered from 0; there is no frame 60."


def test_still_is_not_sent_again_to_who_has_it(ready_video: Video, client_of: Clients, bob: User):
    path = f"/api/videos/{ready_video.pk}/frames/7.jpg"
    client = client_of(bob)
    etag = client.get(path)["ETag"]

    again = client.get(path, HTTP_IF_NONE_MATCH=etag)

    assert (again.status_code, again.content) == (304, b"")


def test_poster_is_a_picture(ready_video: Video, client_of: Clients, bob: User):
    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/poster.jpg")

    assert (response["Content-Type"], Image.open(io.BytesIO(read_body(response))).size) == ("image/jpeg", (321, 181))


@pytest.mark.parametrize("path", ["proxy.mp4", "poster.jpg", "frames/0.jpg"])
def test_media_cannot_act_as_a_page(ready_video: Video, client_of: Clients, bob: User, path: str):
    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/{path}", HTTP_ACCEPT="image/avif")

    read_body(response)
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, max-age=3600"
    assert {"Cookie", "Authorization"} <= {word.strip() for word in response["Vary"].split(",")}


def test_proxy_is_sent_whole_without_a_range(ready_video: Video, client_of: Clients, bob: User):
    content = storage.local_path(ready_video.proxy).read_bytes()

    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/proxy.mp4")

    assert (response.status_code, read_body(response)) == (200, content)
    assert (response["Content-Type"], response["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert (response["Content-Length"], response["ETag"]) == (str(len(content)), f'"{ready_video.proxy_digest}"')


def test_proxy_is_sent_in_the_range_asked_for(ready_video: Video, client_of: Clients, bob: User):
    content = storage.local_path(ready_video.proxy).read_bytes()

    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/proxy.mp4", HTTP_RANGE="bytes=100-299")

    assert (response.status_code, read_body(response)) == (206, content[100:300])
    assert (response["Content-Range"], response["Content-Length"]) == (f"bytes 100-299/{len(content)}", "200")


def test_proxy_refuses_a_range_behind_its_end(ready_video: Video, client_of: Clients, bob: User):
    size = storage.local_path(ready_video.proxy).stat().st_size

    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/proxy.mp4", HTTP_RANGE=f"bytes={size}-")

    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize(("if_range", "status"), [("the same", 206), ('"another"', 200)])
def test_proxy_honours_if_range(ready_video: Video, client_of: Clients, bob: User, if_range: str, status: int):
    tag = f'"{ready_video.proxy_digest}"' if if_range == "the same" else if_range

    response = client_of(bob).get(f"/api/videos/{ready_video.pk}/proxy.mp4", HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=tag)

    read_body(response)
    assert response.status_code == status


def test_proxy_tells_its_size_without_a_body(ready_video: Video, client_of: Clients, bob: User):
    response = client_of(bob).head(f"/api/videos/{ready_video.pk}/proxy.mp4")

    size = storage.local_path(ready_video.proxy).stat().st_size
    assert (response.status_code, response["Content-Length"], response.content) == (200, str(size), b"")


@pytest.mark.django_db(transaction=True)
async def test_proxy_streams_without_blocking_under_asgi(ready_video: Video, bob: User, recwarn: Any):
    client = AsyncClient()
    await client.aforce_login(bob)
    content = storage.local_path(ready_video.proxy).read_bytes()

    response = await client.get(f"/api/videos/{ready_video.pk}/proxy.mp4", headers={"range": "bytes=10-"})

    assert response.is_async
    assert b"".join([piece async for piece in response.streaming_content]) == content[10:]
    assert [str(warning.message) for warning in recwarn if "iterators" in str(warning.message)] == []
    # Requests close the connection of their thread; logging in by hand does not.
    await sync_to_async(connections.close_all)()


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("charlie", 404), ("bob", 200)])
@pytest.mark.parametrize("path", ["proxy.mp4", "poster.jpg", "frames/0.jpg", "frames/"])
def test_media_is_for_members(
    who: str | None, status: int, path: str, request: Any, ready_video: Video, client_of: Clients
):
    user = request.getfixturevalue(who) if who else None

    response = client_of(user).get(f"/api/videos/{ready_video.pk}/{path}")

    read_body(response)
    assert response.status_code == status
