"""The pages: generated forms, lists and evaluations over the engine's public names. `create_app` is the way in."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from flask import Flask

import engine
from web import current, failures, frame, language, security, showing
from web.areas import casework, evaluations, home, records, rules, surveys

DATABASE = "GUIJU_DATABASE_URL"


def create_app(
    configs: str | Path = "configs",
    *,
    database_url: str | None = None,
    clock: engine.Clock | None = None,
    var: str | Path | None = None,
    seed: bool = False,
) -> Flask:
    """The application over a folder of definitions.

    database_url   by default GUIJU_DATABASE_URL, else SQLite in `var`
    clock          what `now()` and `today()` read; by default the machine's
    var            the folder of what the application keeps, by default `var` beside the definitions
    seed           store the pack's examples where the database has no records yet
    raises         DefinitionError when the definitions do not compile, and no earlier ones are running
    """
    var = Path(var or Path(configs).resolve().parent / "var")
    url = database_url or os.environ.get(DATABASE) or f"sqlite:///{var / 'guiju.sqlite'}"
    app = Flask(__name__)
    current.install(app, engine.Workplace(configs, url, clock))
    security.protect(app, var / "secret_key")
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 86400  # seconds; the address of a file names its content
    app.config["ASSET_VERSION"] = asset_version(Path(__file__).with_name("static"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.register(app)
    showing.register(app)
    frame.register(app)
    failures.register(app)
    for area in (home, records, casework, evaluations, surveys, rules):
        app.register_blueprint(area.pages)
    if seed:
        current.workplace_of(app).seed(by=current.EXAMPLES)
    return app


def asset_version(folder: Path) -> str:
    """A word that changes when a style sheet or a script changes, so that browsers may keep them."""
    digest = sha256()
    for file in sorted(folder.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
