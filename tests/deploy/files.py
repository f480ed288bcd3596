"""What of deploy/ several tests read."""

import re
from pathlib import Path
from typing import Any

import yaml

from backend.services.installation import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
COMPOSE = DEPLOY / "compose" / "compose.yaml"
KUBERNETES = DEPLOY / "kubernetes" / "base"
VARIABLE = re.compile(
    r"\b(?:MASKLOOP_[A-Z0-9_]+|DATABASE_(?:URL|PASSWORD)(?:_FILE)?|REDIS_(?:URL|PASSWORD)(?:_FILE)?)\b"
)


def read_yaml(path: Path) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def read_services() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = read_yaml(COMPOSE)[0]["services"]
    return services


def read_objects() -> list[dict[str, Any]]:
    """Every object of the Kubernetes base, in the files that its kustomization names."""
    names = read_yaml(KUBERNETES / "kustomization.yaml")[0]["resources"]
    return [document for name in names for document in read_yaml(KUBERNETES / name)]
