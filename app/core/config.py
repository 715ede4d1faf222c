"""Settings, read once from the environment (DESIGN.md, section 3). Every variable is prefixed `DAYBOOK_`.

`DAYBOOK_<NAME>_FILE` names a file that holds the value of `DAYBOOK_<NAME>`, so that secrets can come as files.
"""

import os
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "DAYBOOK_"
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def is_loopback(host: str) -> bool:
    """Whether a host name or address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable."""


class Settings(BaseSettings):
    """The settings of one process. Frozen: to change one, start again."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite+aiosqlite:///data/daybook.db"
    redis_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    public_url: str = ""
    trusted_proxy_hops: int = Field(default=0, ge=0, le=10)
    workers: int = Field(default=1, ge=1, le=64)
    keyring: Path = Path("~/.config/daybook/keyring.json")
    keyring_json: str | None = Field(default=None, repr=False)
    smtp_url: str | None = Field(default=None, repr=False)
    demo: bool = False
    rate_limits: bool = True
    shop_name: str = Field(default="Daybook", min_length=1, max_length=60)
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    time_zone: str = "UTC"
    metrics_token: str | None = Field(default=None, repr=False)
    log_format: Literal["console", "json"] = "console"

    @field_validator("database_url")
    @classmethod
    def _known_driver(cls, value: str) -> str:
        if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            msg = "must start with sqlite+aiosqlite:/// or postgresql+asyncpg://"
            raise ValueError(msg)
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            msg = "is not a time zone of the IANA database, such as Europe/Berlin"
            raise ValueError(msg)
        return value

    @model_validator(mode="before")
    @classmethod
    def _default_public_url(cls, data: dict[str, object]) -> dict[str, object]:
        if not data.get("public_url"):
            data = {**data, "public_url": f"http://localhost:{data.get('port') or 3000}"}
        return data

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        parts = urlsplit(self.public_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            msg = "PUBLIC_URL must be http(s)://host[:port] without a path"
            raise ValueError(msg)
        if self.demo and not (is_loopback(self.host) and is_loopback(parts.hostname)):
            msg = "DEMO is refused unless HOST is loopback and PUBLIC_URL local: the demo passwords are public"
            raise ValueError(msg)
        if not self.rate_limits and not is_loopback(self.host):
            msg = "RATE_LIMITS can be off only where HOST is loopback"
            raise ValueError(msg)
        if self.workers > 1 and (self.is_sqlite or self.redis_url is None):
            msg = "WORKERS above 1 needs PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)"
            raise ValueError(msg)
        return self

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the product over TLS."""
        return self.public_url.startswith("https://")

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The Origins a browser may act from: PUBLIC_URL, and when that is loopback the names of loopback on PORT."""
        parts = urlsplit(self.public_url)
        own = (f"{parts.scheme}://{parts.netloc}",)
        if not is_loopback(parts.hostname or ""):
            return own
        return tuple(dict.fromkeys(own + tuple(f"http://{name}:{self.port}" for name in LOOPBACK_NAMES)))

    @property
    def keyring_path(self) -> Path:
        """The key file, with `~` resolved."""
        return self.keyring.expanduser()


def _values_from_files() -> dict[str, str]:
    """Settings given as `DAYBOOK_<NAME>_FILE`: the text of the file, without the line end."""
    suffix = "_FILE"
    given = {key: path for key, path in os.environ.items() if key.startswith(PREFIX) and key.endswith(suffix)}
    values: dict[str, str] = {}
    for key, path in given.items():
        try:
            values[key.removeprefix(PREFIX).removesuffix(suffix).lower()] = Path(path).read_text().strip()
        except OSError as error:
            msg = f"{key}: cannot read {path}: {error.strerror}"
            raise SettingsError(msg) from error
    return values


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` win. Raises SettingsError that names the variable."""
    try:
        return Settings(**{**_values_from_files(), **overrides})  # pyright: ignore[reportArgumentType]
    except ValidationError as error:
        faults = (
            f"{PREFIX}{'_'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}"
            if fault["loc"]
            else f"{PREFIX}{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError("; ".join(faults)) from None


@cache
def get_settings() -> Settings:
    """The settings of this process."""
    return load_settings()
