"""OpenID Connect Core 1.0, code flow with PKCE (RFC 7636): discovery, the way there, the code for claims.

The signature and the standard claims are checked by PyJWT; only asymmetric algorithms are taken, so a client secret
can never pass for a key.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

import jwt
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.core.cache import cache
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from minben.foundation import keys
from minben.foundation.records.errors import Refused

from . import outside
from .models import Provider

KEPT = 600
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Way:
    """Where to send the browser, and what the session must remember until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


def discovered(issuer: str) -> dict[str, Any]:
    """The provider's own description, remembered ten minutes. It must name the very issuer that we asked for."""
    key = f"oidc:{issuer}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = outside.get(issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != issuer or not all(isinstance(found.get(n), str) for n in NEEDED):
            raise outside.Unreachable(_("This provider calls itself something else. Compare the issuer."))
        cache.set(key, found, KEPT)
    return found


def way_to(provider: Provider, back: str) -> Way:
    """A fresh request for a code."""
    described, proof = discovered(provider.issuer), generate_code_challenge()
    outside.check_address(described["authorization_endpoint"])
    state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": proof["code_challenge"].decode(),
        "code_challenge_method": "S256",
    }
    return Way(
        f"{described['authorization_endpoint']}?{urlencode(query)}", state, nonce, proof["code_verifier"]
    )


def claims_for(provider: Provider, code: str, *, back: str, verifier: str, nonce: str) -> dict[str, Any]:
    """The checked claims of the id token that the code buys. Raises Refused for a token that is not for us."""
    described = discovered(provider.issuer)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": provider.client_id,
        "code_verifier": verifier,
    }
    answer = outside.post(described["token_endpoint"], data=form, **_as_client(provider))
    claims = _checked(provider, str(answer.get("id_token", "")), described["jwks_uri"])
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise _untrue()
    return claims


def _as_client(provider: Provider) -> dict[str, Any]:
    """HTTP Basic with both parts form-encoded (RFC 6749 §2.3.1); without a secret the proof key alone vouches."""
    secret = secret_of(provider)
    return {"auth": (quote_plus(provider.client_id), quote_plus(secret))} if secret else {}


def secret_of(provider: Provider) -> str:
    cipher = bytes(provider.secret)
    if not cipher:
        return ""
    return keys.decrypt(cipher, model="identity.Provider", field="secret", row_id=provider.id)


def _checked(provider: Provider, token: str, jwks_uri: str) -> dict[str, Any]:
    try:
        head = jwt.get_unverified_header(token)
        found: dict[str, Any] = jwt.decode(
            token,
            key=_key(jwks_uri, str(head.get("kid", ""))),
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise _untrue() from error
    if found.get("azp", provider.client_id) != provider.client_id:
        raise _untrue()
    return found


def _key(jwks_uri: str, kid: str) -> Any:
    """The provider's key of that id; an id that is not known asks the provider once more."""
    for renew in (False, True):
        for entry in _keys(jwks_uri, renew=renew):
            if entry.get("kty") != "oct" and (not kid or entry.get("kid", "") == kid):
                return jwt.PyJWK.from_json(json.dumps(entry)).key
    raise _untrue()


def _keys(jwks_uri: str, *, renew: bool) -> list[dict[str, Any]]:
    key = f"oidc-keys:{jwks_uri}"
    found: list[dict[str, Any]] | None = None if renew else cache.get(key)
    if found is None:
        found = list(outside.get(jwks_uri).get("keys", []))
        cache.set(key, found, KEPT)
    return found


def _untrue() -> Refused:
    return Refused(_("The answer of the sign-in provider could not be trusted. Start again."))
