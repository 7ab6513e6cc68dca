"""What keeps strangers out: headers, cookies, limits, a secret key that is in no repository."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

MAX_POST_BYTES = 1_000_000
MAX_FIELD_BYTES = 200_000
MAX_FIELDS = 1_000
SESSION_HOURS = 12
TOKEN = re.compile(r"[\w-]{1,64}", re.ASCII)

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask, secret_file: Path) -> None:
    """Limits on what is posted, cookies that scripts and other sites cannot use, CSRF tokens, headers."""
    app.config.update(
        SECRET_KEY=os.environ.get("GUIJU_SECRET_KEY") or kept_secret(secret_file),
        MAX_CONTENT_LENGTH=MAX_POST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FIELD_BYTES,
        MAX_FORM_PARTS=MAX_FIELDS,
        PERMANENT_SESSION_LIFETIME=SESSION_HOURS * 3600,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=os.environ.get("GUIJU_HTTPS") == "1",
        WTF_CSRF_FIELD_NAME="_csrf",
        WTF_CSRF_TIME_LIMIT=SESSION_HOURS * 3600,
        WTF_CSRF_SSL_STRICT=False,
    )
    CSRFProtect(app)
    app.jinja_env.globals["once"] = once
    app.after_request(add_headers)


def kept_secret(file: Path) -> str:
    """The key in the file, made at the first start; readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(32))
    return file.read_text(encoding="ascii")


def once() -> str:
    """The token of a form that is to be stored once: the one that came with it, a new one for a new form."""
    given = request.form.get("_once", "")
    return given if TOKEN.fullmatch(given) else secrets.token_urlsafe(16)


def add_headers(response: Response) -> Response:
    """The headers of every answer. Pages hold customers' data: no cache keeps them, unless an area says otherwise."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
