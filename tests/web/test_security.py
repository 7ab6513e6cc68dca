"""What strangers try: forged posts, oversized posts, markup, other sites."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from web import security

NEW = "/records/customer/new"


@pytest.mark.parametrize("address", ["/", "/records/customer/", NEW, "/nothing", "/static/guiju.css"])
def test_every_answer_carries_the_headers(reader: Any, address: str) -> None:
    """Only our own scripts and styles, no framing, no guessing of types; pages are kept by no cache."""
    with reader.get(address) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy
    if not address.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


def test_what_pages_load_is_kept_by_browsers(reader: Any) -> None:
    """Style sheet, script and icon have addresses that change with their content, and are asked for once."""
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', reader.read("/")):
        assert "?v=" in address
        with reader.get(address) as response:
            assert "max-age=31536000" in response.headers["Cache-Control"]


@pytest.mark.parametrize("data", [{}, {"_csrf": "forged"}, {"_csrf": ""}])
def test_a_post_from_elsewhere_is_refused(shared_app: Flask, data: dict[str, str]) -> None:
    """Without the token of our own page nothing is stored."""
    client = shared_app.test_client()
    response = client.post(NEW, data={"name": "伪造", "_action": "save", **data})
    assert response.status_code == 400
    assert "回到上一页刷新" in response.text
    assert "“伪造”找到 0 条" in client.get("/records/customer/?q=伪造").text


HUGE = [
    ("application/x-www-form-urlencoded", security.MAX_POST_BYTES),
    ("multipart/form-data", security.MAX_FIELD_BYTES),
]


@pytest.mark.parametrize(("kind", "limit"), HUGE)
def test_more_than_is_accepted_is_refused(shared_app: Flask, kind: str, limit: int) -> None:
    """413 with a page, before any rule looks at it."""
    response = shared_app.test_client().post(NEW, data={"name": "x" * (limit + 1)}, content_type=kind)
    assert response.status_code == 413
    assert "内容太多" in response.text


def test_too_much_is_refused_in_the_reader_s_language(shared_app: Flask) -> None:
    """Also where the language was chosen before."""
    client = shared_app.test_client()
    client.set_cookie("language", "en")
    assert "Too much" in client.post(NEW, data={"name": "x" * (security.MAX_POST_BYTES + 1)}).text


STRANGE = [
    {"name": ["甲", "乙"]},
    {"name": "甲\x00"},
    {"name": "甲" * 101},
    {"name[$ne]": "甲"},
    {"name": "甲", "complaints": "9" * 5000},
    {"name": "甲", "signed_on": "9999999999-01-01"},
    {"name": "甲", "tags": ["\x00"]},
    {"name": "甲", "email": "@" * 5000},
    {"name": "甲", "budget": "1" + ",000" * 3000},
    {"name": "甲", "phone": "0" * 5000},
]


@pytest.mark.parametrize("data", STRANGE)
def test_strange_posts_end_in_a_form_that_says_why(reader: Any, data: dict[str, object]) -> None:
    """422 and the form again, never an error of ours."""
    response = reader.post(NEW, {**data, "_action": "save"})
    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_markup_in_data_is_text(visitor: Any) -> None:
    """A name that looks like a script is shown as it is, on every page that shows it."""
    name = "<script>alert(1)</script>\"'"
    address = visitor.post(NEW, {"name": name, "_action": "save"}).location
    for page in (address, f"{address}/edit", "/records/customer/?q=alert", f"{address}/evaluate/relationship_health"):
        text = visitor.read(page)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_secret_is_made_once_and_is_nobody_else_s(tmp_path: Path) -> None:
    """A file only its owner can read, the same at the next start, another one elsewhere."""
    first = security.kept_secret(tmp_path / "var/secret_key")
    assert security.kept_secret(tmp_path / "var/secret_key") == first
    assert security.kept_secret(tmp_path / "other/secret_key") != first
    assert (tmp_path / "var/secret_key").stat().st_mode & 0o077 == 0
    assert len(first) >= 32


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(reader: Any) -> None:
    """HttpOnly and SameSite on the session and on the language."""
    session = reader.get(NEW).headers["Set-Cookie"]
    chosen = reader.post("/language/en", {"back": "/"}, page="/").headers.get_all("Set-Cookie")
    for cookie in (session, *chosen):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
