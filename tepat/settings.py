"""The only reader of the environment. Built once by each entry point; everyone else receives the values they need."""

import os
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 16
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything that can be set, each by an environment variable of the same name with TEPAT_ before it.

    DATABASE_URL and PREFECT_API_URL go by their usual names.
    """

    model_config = SettingsConfigDict(env_prefix="TEPAT_", env_ignore_empty=True, extra="ignore")

    home: Path = Path("var")
    lang: Literal["id", "en"] = "id"
    automation: Literal["shadow", "provisional", "promised"] = "shadow"
    alpha: float = Field(default=0.02, gt=0, lt=1, description="at most this share of what is routed goes wrong")
    delta: float = Field(default=0.05, gt=0, lt=1, description="with confidence 1 - delta")
    alpha_of: dict[str, float] = Field(default={}, description="stricter alphas by level")
    delta_of: dict[str, float] = Field(default={}, description="other deltas by level")
    audit_share: float = Field(default=0.05, gt=0, le=1, description="share of automatic routes that is audited blind")
    models: Path = ROOT / "models"
    training_data: Path = ROOT / "training_data" / "reports.jsonl"
    urgency_texts: Path = ROOT / "training_data" / "urgency.jsonl"
    inbox: Path | None = None
    open311_url: str = ""
    open311_key: SecretStr = SecretStr("")
    open311_jurisdiction: str = ""
    lapor_url: str = Field(default="", description="base address of the REST interface of LAPOR! v3")
    lapor_bearer: SecretStr = SecretStr("")
    lapor_token: SecretStr = SecretStr("")
    lapor_user: str = ""
    lapor_institution: str = Field(default="", description="id of our institution at LAPOR!")
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8470, ge=1, le=65535)
    api_processes: int = Field(default=2, ge=1, le=64, description="processes that answer for the pages")
    public_url: str = Field(default="", pattern=r"^(https?://[^/]+)?$", description="where people reach the pages")
    api_allowed_hosts: str = "127.0.0.1,localhost,[::1]"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    prefect_port: int = Field(default=8471, ge=1, le=65535)
    triage_every: int = Field(default=60, ge=5, description="seconds between two scheduled runs")
    batch_size: int = Field(default=500, ge=1, le=5000)
    retention: dict[str, int] = Field(
        default={}, description="days that identity and text are kept; for good where unset"
    )
    dask: str = Field(default="", description="address of a Dask scheduler whose workers share the work of reroute")
    alert_url: str = Field(
        default="",
        pattern=r"^(https://\S+|http://(127\.0\.0\.1|localhost)[:/]\S*)?$",
        description="where alerts are told, by https",
    )
    alert_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    database_url: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("DATABASE_URL"))
    measures: Path | None = Field(default=None, validation_alias=AliasChoices("PROMETHEUS_MULTIPROC_DIR"))
    prefect_api_url: str = Field(default="", validation_alias=AliasChoices("PREFECT_API_URL"))

    @field_validator("alert_secret")
    @classmethod
    def signs_alerts(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        """An alert is told only where its receiver can see who tells it."""
        if info.data.get("alert_url") and len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"with TEPAT_ALERT_URL give a secret of {SHORTEST_SECRET} characters or more")
        return secret

    @cached_property
    def place(self) -> Path:
        """The data folder, absolute."""
        return self.home.expanduser().resolve()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names under which the API may be called."""
        public = urlsplit(self.public_url).hostname
        named = [host.strip() for host in self.api_allowed_hosts.split(",")]
        return tuple(host for host in (*named, public or "") if host)

    @property
    def inbox_folder(self) -> Path:
        return (self.inbox or self.place / "inbox").expanduser().resolve()

    def secret(self, name: str) -> SecretStr:
        """The secret of a receiver, which is kept in the environment under a name of its own (TEPAT_SECRET_...)."""
        return SecretStr(os.environ.get(name, "") if name.startswith("TEPAT_SECRET_") else "")
