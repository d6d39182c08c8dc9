"""Sign in through the office's own provider: OpenID Connect, authorization code with PKCE (RFC 7636)."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.passwords import hash_of, new_secret
from api.problems import ApiProblem
from api.services import Services
from api.signing_in import address_of, give_cookie, local
from complaints.office_provider import OfficeProvider
from database.office_accounts import find_by_identity
from database.sessions import open_session
from database.signing_in import note_sign_in

ALGORITHMS = ["RS256", "PS256", "ES256"]
WAY_BACK = "/masuk/kantor/kembali"
MINUTES = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True)
class _Journey:
    """What this browser remembers between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    ke: str

    def written(self) -> str:
        return "~".join((self.state, self.nonce, self.verifier, quote(self.ke, safe="")))


def office_routes(services: Services, provider: OfficeProvider) -> APIRouter:
    """GET /masuk/kantor and the address that the provider leads back to."""
    router = APIRouter()
    cookie = f"{services.cookie}-kantor"

    @router.get("/masuk/kantor")
    def leave(request: Request, ke: str = "/") -> Response:
        journey = _Journey(state=new_secret(), nonce=new_secret(), verifier=new_secret(), ke=local(ke))
        asked = {
            "response_type": "code",
            "scope": "openid email",
            "client_id": provider.client_id,
            "redirect_uri": _way_back(request, services),
            "state": journey.state,
            "nonce": journey.nonce,
            "code_challenge": challenge_of(journey.verifier),
            "code_challenge_method": "S256",
        }
        response = RedirectResponse(f"{_discover(provider)['authorization_endpoint']}?{urlencode(asked)}", 303)
        written = journey.written()
        response.set_cookie(
            cookie, written, max_age=MINUTES * 60, httponly=True, samesite="lax", secure=services.is_secure, path="/"
        )
        return response

    @router.get(WAY_BACK)
    def come_back(request: Request, code: str = "", state: str = "") -> Response:
        journey = _remembered(request.cookies.get(cookie, ""))
        if journey is None or not code or hash_of(state) != hash_of(journey.state):
            raise ApiProblem(400, "office_failed")
        claims = _claims(provider, code, journey, _way_back(request, services))
        response = RedirectResponse(journey.ke, status_code=303)
        give_cookie(response, services, _start_session(request, services, claims))
        response.delete_cookie(cookie, secure=services.is_secure, httponly=True, samesite="lax")
        return response

    return router


def challenge_of(verifier: str) -> str:
    """BASE64URL(SHA256(verifier)) without padding (RFC 7636, 4.2)."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _start_session(request: Request, services: Services, claims: dict[str, Any]) -> str:
    verified = claims.get("email_verified") is True
    secret = new_secret()
    with services.pool.connection() as connection:
        name = find_by_identity(connection, str(claims["sub"]), str(claims.get("email", "")) if verified else "")
        if name is None:
            raise ApiProblem(403, "office_unknown_person")
        before = hash_of(request.cookies.get(services.cookie, ""))
        open_session(connection, name, hash_of(secret), instead_of=before, how="office")
        note_sign_in(connection, name, address=address_of(request), how="office")
    return secret


def _claims(provider: OfficeProvider, code: str, journey: _Journey, way_back: str) -> dict[str, Any]:
    """What the provider says of who came back, signed by it, for us, and for this journey. Raises ApiProblem."""
    known = _discover(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": way_back,
        "code_verifier": journey.verifier,
    }
    try:
        # Both are form-encoded before they become a password (RFC 6749, 2.3.1).
        ours = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
        answer = httpx.post(known["token_endpoint"], data=form, auth=ours, timeout=10).raise_for_status().json()
        keys = KeySet.import_key_set(httpx.get(known["jwks_uri"], timeout=10).raise_for_status().json())
        claims = jwt.decode(answer["id_token"], keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            nonce={"essential": True, "value": journey.nonce},
            sub={"essential": True},
            exp={"essential": True},
        ).validate(claims)
    except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
        raise ApiProblem(400, "office_failed") from error
    # Where others share the audience, we must be who it was issued to (OpenID Connect Core, 3.1.3.7).
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ApiProblem(400, "office_failed")
    return dict(claims)


def _discover(provider: OfficeProvider) -> dict[str, str]:
    """The provider's own description of itself. Raises ApiProblem where it is not there, or somebody else's."""
    parts = urlsplit(provider.issuer)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ApiProblem(400, "office_failed")
    try:
        address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = httpx.get(address, timeout=10).raise_for_status().json()
        known = {name: str(found[name]) for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")}
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ApiProblem(503, headers={"Retry-After": "60"}) from error
    if known["issuer"] != provider.issuer:
        raise ApiProblem(400, "office_failed")
    return known


def _remembered(written: str) -> _Journey | None:
    parts = written.split("~")
    if len(parts) != 4 or not all(parts):
        return None
    return _Journey(state=parts[0], nonce=parts[1], verifier=parts[2], ke=local(unquote(parts[3])))


def _way_back(request: Request, services: Services) -> str:
    return f"{services.public_url or str(request.base_url).rstrip('/')}{WAY_BACK}"
