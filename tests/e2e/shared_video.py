"""A project with the demo people and one clip, made over REST: the beginning of tests about what happens after."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.product import Product, expect, upload_video

LABELS = {"leaf": "#E69F00", "stone": "#56B4E9"}


@dataclass(frozen=True)
class SharedVideo:
    product: Product
    project: int
    video: int
    labels: dict[str, int]

    def get(self, path: str, role: str = "annotator") -> Any:
        with self.product.api(role) as client:
            return expect(client.get(path))

    def masks(self, masklet: int) -> list[dict[str, Any]]:
        masks: list[dict[str, Any]] = self.get(f"/api/masklets/{masklet}/masks/")["masks"]
        return masks

    def operations(self) -> list[dict[str, Any]]:
        """The newest first."""
        operations: list[dict[str, Any]] = self.get(f"/api/videos/{self.video}/operations/")
        return operations

    def add_masklet(self, label: str = "leaf") -> int:
        with self.product.api("annotator") as client:
            answer = expect(client.post(f"/api/videos/{self.video}/masklets/", json={"label": self.labels[label]}), 201)
        return int(answer["id"])


def share_video(product: Product, clip: Path, name: str) -> SharedVideo:
    with product.api("admin") as admin:
        project = expect(admin.post("/api/projects/", json={"name": name}), 201)["id"]
        url = f"/api/projects/{project}"
        labels = {
            label: expect(admin.post(f"{url}/labels/", json={"name": label, "color": color}), 201)["id"]
            for label, color in LABELS.items()
        }
        for role in ("annotator", "reviewer"):
            expect(admin.post(f"{url}/members/", json={"username": role, "role": role}), 201)
        video = upload_video(admin, project=project, path=clip)
    return SharedVideo(product=product, project=project, video=video, labels=labels)
