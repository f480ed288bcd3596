import json
import re
import shutil
import subprocess

import pytest
from django.db import connection
from prometheus_client import REGISTRY

from backend.metrics import SharedState
from tests.deploy.files import DEPLOY, read_yaml

MONITORING = DEPLOY / "monitoring"
NAME = re.compile(r"\bmaskloop_[a-z_]+\b")


def list_expressions() -> list[str]:
    (rules,) = read_yaml(MONITORING / "alerts.yaml")
    alerts = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    board = json.loads((MONITORING / "dashboard.json").read_text())
    return [*alerts, *(target["expr"] for panel in board["panels"] for target in panel["targets"])]


def list_metrics() -> set[str]:
    """Every series that Maskloop's processes give, as Prometheus stores it."""
    names: set[str] = set()
    for family in [*REGISTRY.collect(), *SharedState().collect()]:
        suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(family.type, ("",))
        names |= {f"{family.name}{suffix}" for suffix in suffixes if family.name.startswith("maskloop_")}
    return names


@pytest.mark.django_db
def test_every_metric_of_dashboard_and_alerts_exists_and_is_shown_somewhere():
    connection.ensure_connection()
    used = {name for expression in list_expressions() for name in NAME.findall(expression)}
    known = list_metrics()
    assert used - known == set()
    shown = {name.removesuffix("_bucket").removesuffix("_count") for name in used}
    stems = {re.sub("_(bucket|count|sum)$", "", name) for name in known}
    assert stems - shown == set()


def test_every_alert_says_what_is_wrong_and_what_to_look_at():
    (rules,) = read_yaml(MONITORING / "alerts.yaml")
    for rule in rules["groups"][0]["rules"]:
        assert {"summary", "description"} == set(rule["annotations"])
        assert rule["labels"]["severity"] in {"page", "ticket"}


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not on this machine")
def test_prometheus_accepts_rules_and_configuration():
    for words in (["rules", "alerts.yaml"], ["config", "--syntax-only", "prometheus.yaml"]):
        said = subprocess.run(
            ["promtool", "check", *words], cwd=MONITORING, capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stderr
