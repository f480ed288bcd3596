"""A running product with one video and the people who label it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg2

from backend.services.installation import open_installation
from backend.services.running import service_environment
from labeling.videos.demo_clip import render_demo_clip
from tests.e2e.product import Product, expect, run_product, upload_video

SIZE = (180, 320)
COLORS = ("#E69F00", "#56B4E9", "#009E73")
PASSWORD = "open sesame please"


@dataclass(frozen=True)
class Person:
    username: str
    token: str


@dataclass(frozen=True)
class Stage:
    """`labels` and `videos` by id; the people are annotators, the last `num_browsers` of them for browsers."""

    product: Product
    project: int
    labels: tuple[int, ...]
    videos: tuple[int, ...]
    num_frames: int
    people: tuple[Person, ...]

    @property
    def address(self) -> str:
        return self.product.url.replace("http", "ws", 1)

    @contextmanager
    def database(self) -> Iterator["psycopg2.extensions.connection"]:
        """The product's own Postgres, to look up what it really keeps."""
        environment = service_environment(open_installation(self.product.home), {})
        connection = psycopg2.connect(environment["DATABASE_URL"])
        connection.autocommit = True
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def set_stage(
    folder: Path, *, num_people: int, num_videos: int = 1, num_frames: int = 120, options: tuple[str, ...] = ()
) -> Iterator[Stage]:
    """The product as `./maskloop up` starts it with such options, in a home of its own under `folder`."""
    clip = folder / "clip.mp4"
    render_demo_clip(clip, num_frames=num_frames, size=SIZE, fps=24)
    with run_product(folder / "home", "--no-demo", *options) as product, product.api("admin") as admin:
        project = expect(admin.post("/api/projects/", json={"name": "Together"}), 201)["id"]
        labels = [
            expect(admin.post(f"/api/projects/{project}/labels/", json={"name": f"thing {n}", "color": color}), 201)
            for n, color in enumerate(COLORS)
        ]
        people = [_add_person(product, admin, project, f"person{number}") for number in range(num_people)]
        videos = [upload_video(admin, project=project, path=clip) for _ in range(num_videos)]
        yield Stage(
            product=product,
            project=project,
            labels=tuple(label["id"] for label in labels),
            videos=tuple(videos),
            num_frames=num_frames,
            people=tuple(people),
        )


def _add_person(product: Product, admin: httpx.Client, project: int, username: str) -> Person:
    expect(admin.post("/api/users/", json={"username": username, "password": PASSWORD}), 201)
    member = {"username": username, "role": "annotator"}
    expect(admin.post(f"/api/projects/{project}/members/", json=member), 201)
    with httpx.Client(base_url=product.url, trust_env=False, timeout=60) as page:
        page.get("/api/session/")
        headers = {"X-CSRFToken": page.cookies["csrftoken"], "Referer": product.url}
        expect(page.post("/api/session/", json={"username": username, "password": PASSWORD}, headers=headers))
        headers["X-CSRFToken"] = page.cookies["csrftoken"]
        token = expect(page.post("/api/tokens/", json={"name": "bench"}, headers=headers), 201)["token"]
    return Person(username=username, token=token)
