import stat
from pathlib import Path

import pytest

from backend.services.installation import Installation, open_installation
from backend.services.running import (
    SERVICES,
    export_lines,
    is_embedded,
    remove_installations_under,
    service_environment,
    start_services,
    stop_services,
)


@pytest.mark.services
def test_start_services_twice_starts_them_once(installation: Installation):
    assert [service.name for service in start_services(installation)] == ["Postgres", "Redis"]
    assert start_services(installation) == []
    assert [service.name for service in stop_services(installation)] == ["Redis", "Postgres"]
    assert stop_services(installation) == []


def test_start_services_with_urls_of_its_own_starts_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://alice@db.example/maskloop")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")

    assert start_services(installation) == []
    assert service_environment(installation)["DATABASE_URL"] == "postgresql://alice@db.example/maskloop"
    assert service_environment(installation)["REDIS_URL"] == "redis://redis.example/0"


def test_is_embedded_with_the_exported_url_still_is(installation: Installation):
    exported = service_environment(installation, {})

    assert [is_embedded(service, installation, exported) for service in SERVICES] == [True, True]


def test_open_installation_twice_keeps_id_and_secret(installation: Installation):
    again = open_installation(installation.home)

    assert again == installation
    assert service_environment(again) == service_environment(installation)


def test_open_installation_keeps_secrets_to_its_user(installation: Installation):
    assert stat.S_IMODE((installation.home / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(installation.home.stat().st_mode) == 0o700


def test_export_lines_quotes_for_a_shell(installation: Installation):
    names = [line.removeprefix("export ").split("=", 1)[0] for line in export_lines(installation).splitlines()]

    assert names == ["MASKLOOP_HOME", "DATABASE_URL", "REDIS_URL", "MASKLOOP_SECRET_KEY"]


def test_remove_installations_under_a_folder_spares_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("backend.services.running.SHARED_STATE", tmp_path / "state")
    for name, home in (("a", "/tests/home"), ("b", "/tests-of-others/home"), ("c", "/srv/home")):
        (tmp_path / "state" / name).mkdir(parents=True)
        (tmp_path / "state" / name / "home").write_text(home)

    remove_installations_under(Path("/tests"))

    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == ["b", "c"]
