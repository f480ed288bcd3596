from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from backend.settings.environment import SECRETS, read_database, read_redis, read_secret


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("p@ss/word:12345\n")
    return path


def test_secret_is_read_from_its_file_and_kept_out_of_logs(secret_file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TRIED_KEY_FILE", str(secret_file))
    assert read_secret("TRIED_KEY") == "p@ss/word:12345"
    assert "p@ss/word:12345" in SECRETS


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"TRIED_KEY": "a", "TRIED_KEY_FILE": "/b"}, "Set TRIED_KEY or TRIED_KEY_FILE, not both"),
        ({"TRIED_KEY_FILE": "/no/such/file"}, "TRIED_KEY_FILE names /no/such/file, which cannot be read"),
        ({"TRIED_KEY_FILE": "/dev/null"}, "TRIED_KEY_FILE names /dev/null, which is empty"),
        ({}, "Set the environment variable TRIED_KEY"),
    ],
)
def test_secret_that_cannot_be_read_is_a_sentence(
    variables: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_secret("TRIED_KEY")


def test_passwords_of_postgres_and_redis_come_from_files_as_well(secret_file: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("DATABASE_PASSWORD_FILE", "REDIS_PASSWORD_FILE"):
        monkeypatch.setenv(name, str(secret_file))
    monkeypatch.setenv("TRIED_DATABASE", "postgresql://maskloop@postgres:5432/maskloop")
    monkeypatch.setenv("TRIED_REDIS", "redis://redis:6379/0")
    assert read_database("TRIED_DATABASE").password == "p@ss/word:12345"
    assert read_redis("TRIED_REDIS") == "redis://:p%40ss%2Fword%3A12345@redis:6379/0"
    monkeypatch.setenv("TRIED_REDIS", "redis://:of-its-own@redis:6379/0")
    assert read_redis("TRIED_REDIS") == "redis://:of-its-own@redis:6379/0"
