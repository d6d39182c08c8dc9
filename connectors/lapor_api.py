"""The REST interface of LAPOR! v3: the calls that are documented, and no others.

Headers, paths and fields as in the public client code of Lapor Mas Wapres (docs/decisions/0021). Addresses that an
answer names are never followed: pages are counted.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from complaints.delivery import Failed
from complaints.errors import ComplaintError
from complaints.lapor_answers import FollowUp, LogLine, Standing
from connectors.receivers.asking import ask

COMPLAINT_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
MOST_PAGES = 100


class LaporRefused(ComplaintError):
    """LAPOR! does not do, or does not answer, what was asked; `failed` says how."""

    def __init__(self, failed: Failed) -> None:
        self.failed = failed
        super().__init__(f"{failed.code} {failed.detail}".strip())


@dataclass(frozen=True, kw_only=True)
class LaporAccount:
    """Our access: the base address, bearer and token of the headers, our user, and the id of our institution."""

    url: str
    bearer: str = field(repr=False)
    token: str = field(repr=False)
    user: str
    institution: str


@dataclass(frozen=True, kw_only=True)
class LaporApi:
    """Asks LAPOR!. Every call raises LaporRefused."""

    account: LaporAccount
    http: httpx.Client

    def institutions(self) -> dict[str, str]:
        """Name by id of every institution that a report can be sent to."""
        found = _object(self._get("/masters/institutions/external", {"page_size": "1000"}).get("results"))
        rows = [_object(row) for row in _list(found.get("data"))]
        return {str(row["id"]): _text(row.get("name")) for row in rows if row.get("id") not in (None, "")}

    def standing(self, complaint_id: str) -> Standing:
        """How the report stands."""
        results = _object(self._get(f"/complaints/{_checked(complaint_id)}/complaint").get("results"))
        data = _object(results.get("data"))
        lines = [_line(_object(row)) for row in _list(results.get("data_logs"))]
        return Standing(
            status=_text(data.get("status_name")), disposition=_text(data.get("disposition_name")), log=tuple(lines)
        )

    def follow_ups(self, complaint_id: str) -> Iterator[FollowUp]:
        """What was written to the report, page by page."""
        for page in range(1, MOST_PAGES + 1):
            answer = self._get(f"/complaints/{_checked(complaint_id)}/followups", {"page": str(page)})
            results = _object(answer.get("results"))
            for row in map(_object, _list(results.get("data"))):
                yield FollowUp(
                    content=_text(row.get("content")),
                    created_at=_text(row.get("created_at")),
                    institution=_text(row.get("institution_from_name")),
                )
            if not results.get("next_page_url"):
                return

    def reject(self, complaint_id: str, institution_id: str, description: str) -> None:
        """Not ours: give the report back, naming the institution that it belongs to."""
        content = {
            "is_request": 1,
            "not_authority": 1,
            "reason": institution_id,
            "reason_description": description,
        }
        self._post(f"/complaints/process/{_checked(complaint_id)}/reject", json=content)

    def add_follow_up(self, complaint_id: str, content: str, *, is_secret: bool) -> None:
        """Write to the reporter."""
        fields = {
            "user_id": self.account.user,
            "institution_from_id": self.account.institution,
            "complaint_id": _checked(complaint_id),
            "is_secret": "1" if is_secret else "0",
            "content": content,
        }
        self._post("/complaints/followup/add", files={name: (None, value) for name, value in fields.items()})

    def _get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        query = f"?{urlencode(params)}" if params else ""
        body = self._ask(self.http.build_request("GET", f"{self._base}{path}{query}", headers=self._headers))
        try:
            return _object(json.loads(body))
        except (ValueError, RecursionError):
            raise LaporRefused(Failed(code="bad_answer", blames_receiver=True)) from None

    def _post(self, path: str, **body: Any) -> None:  # noqa: ANN401 - httpx's own arguments
        self._ask(self.http.build_request("POST", f"{self._base}{path}", headers=self._headers, **body))

    def _ask(self, request: httpx.Request) -> bytes:
        answer = ask(self.http, request)
        if isinstance(answer, Failed):
            raise LaporRefused(answer)
        return answer.body

    @property
    def _base(self) -> str:
        return self.account.url.rstrip("/")

    @property
    def _headers(self) -> dict[str, str]:
        return {"auth": f"Bearer {self.account.bearer}", "token": f"{{{self.account.token}}}"}


def _checked(complaint_id: str) -> str:
    """The id, if it can be one: it becomes part of an address."""
    if not COMPLAINT_ID.fullmatch(complaint_id):
        raise LaporRefused(Failed(code="no_lapor_id", is_final=True))
    return complaint_id


def _line(row: dict[str, Any]) -> LogLine:
    data = row.get("data")
    try:
        # Documented as JSON; some servers send it as text.
        said = _object(json.loads(data) if isinstance(data, str) else data)
    except (ValueError, RecursionError):
        said = {}
    return LogLine(
        content=_text(row.get("content")),
        from_name=_text(row.get("institution_from_name")),
        to_name=_text(row.get("institution_to_name")),
        status_old=_text(_object(said.get("status_old")).get("name")),
        status_new=_text(_object(said.get("status_new")).get("name")),
    )


def _object(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: object) -> list[Any]:
    return found if isinstance(found, list) else []


def _text(found: object) -> str:
    # PostgreSQL stores no NUL.
    return str(found).replace("\x00", "").strip() if isinstance(found, str | int) else ""
