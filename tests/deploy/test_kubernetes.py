import shutil
import subprocess
from typing import Any

import pytest

from backend.services.roles import choose_words
from labeling.masklets.models import Prediction
from labeling.propagation.models import Propagation
from tests.deploy.files import KUBERNETES, read_objects

OBJECTS = read_objects()
PODS = {
    document["metadata"]["name"]: document["spec"]["template"]["spec"]
    for document in OBJECTS
    if document["kind"] in {"Deployment", "Job"}
}
POD_SECURITY = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
CONTAINER_SECURITY = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def container_of(name: str) -> dict[str, Any]:
    (container,) = PODS[name]["containers"]
    return dict(container)


def test_base_has_every_role():
    assert sorted(PODS) == ["beat", "gpu", "media", "migrate", "web"]


@pytest.mark.parametrize("name", sorted(PODS))
def test_pod_runs_its_role_as_nobody_special(name: str):
    container = container_of(name)
    assert container["args"] == [name]
    assert choose_words(name, [], {"MASKLOOP_WORKER": "one"})
    assert container["securityContext"] == CONTAINER_SECURITY
    security = PODS[name]["securityContext"]
    assert {key: security[key] for key in POD_SECURITY} == POD_SECURITY
    assert PODS[name]["automountServiceAccountToken"] is False
    assert {"requests", "limits"} <= set(container["resources"])


@pytest.mark.parametrize("name", sorted(PODS))
def test_secrets_come_by_reference(name: str):
    for variable in container_of(name)["env"]:
        is_secret = variable["name"] in {"DATABASE_URL", "REDIS_URL"}
        assert not is_secret or variable["valueFrom"]["secretKeyRef"]["name"] == "maskloop-secrets"
    assert not any(document["kind"] == "Secret" for document in OBJECTS)


@pytest.mark.parametrize("name", ["web", "media", "gpu", "beat"])
def test_running_pod_is_probed(name: str):
    container = container_of(name)
    assert {"startupProbe", "livenessProbe"} <= set(container)
    ports = {port["name"] for port in container["ports"]}
    probes = [container[kind]["httpGet"] for kind in container if kind.endswith("Probe")]
    assert {probe["port"] for probe in probes} <= ports
    paths = {"/healthz", "/readyz"} if name == "web" else {"/metrics"}
    assert {probe["path"] for probe in probes} == paths


def test_number_of_gpu_workers_follows_tables_that_exist():
    (scaled,) = [document for document in OBJECTS if document["kind"] == "ScaledObject"]
    query = scaled["spec"]["triggers"][0]["metadata"]["query"]
    assert all(model._meta.db_table in query for model in (Propagation, Prediction))
    (gpu,) = [d for d in OBJECTS if d["kind"] == "Deployment" and d["metadata"]["name"] == "gpu"]
    assert (scaled["spec"]["scaleTargetRef"]["name"], "replicas" in gpu["spec"]) == ("gpu", False)


@pytest.mark.django_db
def test_query_of_the_gpu_workers_number_is_answered():
    from django.db import connection

    (scaled,) = [document for document in OBJECTS if document["kind"] == "ScaledObject"]
    with connection.cursor() as cursor:
        cursor.execute(scaled["spec"]["triggers"][0]["metadata"]["query"])
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not on this machine")
def test_kustomize_builds_the_base():
    built = subprocess.run(["kubectl", "kustomize", KUBERNETES], capture_output=True, text=True, check=False)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.count("\nkind: Deployment\n") == 4
