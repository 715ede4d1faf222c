from pathlib import Path

import pytest

from app.core.config import SettingsError, get_settings, load_settings


def test_the_public_url_follows_the_port() -> None:
    assert load_settings(port=3456).public_url == "http://localhost:3456"


def test_a_local_public_url_allows_every_name_of_loopback() -> None:
    assert set(load_settings(port=3456).allowed_origins) == {
        "http://localhost:3456",
        "http://127.0.0.1:3456",
        "http://[::1]:3456",
    }


def test_a_public_url_elsewhere_allows_itself_only() -> None:
    assert load_settings(public_url="https://shop.example").allowed_origins == ("https://shop.example",)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"port": "x"}, "DAYBOOK_PORT"),
        ({"database_url": "mysql://x"}, "DAYBOOK_DATABASE_URL"),
        ({"time_zone": "Mars"}, "DAYBOOK_TIME_ZONE"),
        ({"demo": True, "host": "0.0.0.0"}, "DAYBOOK_DEMO"),
        ({"demo": True, "public_url": "https://shop.example"}, "DAYBOOK_DEMO"),
        ({"rate_limits": False, "host": "0.0.0.0"}, "DAYBOOK_RATE_LIMITS"),
        ({"workers": 2}, "DAYBOOK_WORKERS"),
        ({"public_url": "https://shop.example/path"}, "DAYBOOK_PUBLIC_URL"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(given: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load_settings(**given)


def test_a_wrong_setting_does_not_show_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_DATABASE_URL", "mysql://user:geheim@db")
    with pytest.raises(SettingsError) as refusal:
        get_settings()
    assert "geheim" not in str(refusal.value)


def test_a_setting_may_come_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "token"
    secret.write_text("s3cret\n")
    monkeypatch.setenv("DAYBOOK_METRICS_TOKEN_FILE", str(secret))
    assert load_settings().metrics_token == "s3cret"


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_METRICS_TOKEN_FILE", str(tmp_path / "nothing"))
    with pytest.raises(SettingsError, match="DAYBOOK_METRICS_TOKEN_FILE"):
        load_settings()
