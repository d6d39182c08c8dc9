"""The office's own sign-in, as it is known here."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class OfficeProvider:
    """An OpenID Connect provider: its issuer (exactly as it calls itself), and what it knows us by."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
