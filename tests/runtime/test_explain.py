"""What people read when they ask why: the exact sentences, in both languages.

`tests/data/explanations` holds rules, questions about them (claims.yaml), and the answers. After a change of wording
run this test with GUIJU_WRITE_GOLDEN=1, and read what was written.
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from engine.model.loader import Loader
from engine.runtime.explain import Explanation
from engine.runtime.feel import expression
from engine.runtime.outcome import Outcome
from engine.runtime.program import Program, compile_model

DATA = Path(__file__).parents[1] / "data" / "explanations"
CLAIMS = yaml.safe_load((DATA / "claims.yaml").read_text(encoding="utf-8"))
TYPED = {"true": True, "false": False}


@cache
def program() -> Program:
    """The rules that are asked about."""
    loaded = Loader().load({"rules.yaml": (DATA / "rules.yaml").read_text(encoding="utf-8")})
    assert not list(loaded.diagnostics)
    return compile_model(loaded.model)


def typed(text: str) -> object:
    """Facts are written as text: numbers, true and false, choices."""
    return TYPED.get(text, Decimal(text) if text[0].isdigit() else text)


def outcome(claim: str) -> Outcome:
    """The answer to one question."""
    asked = CLAIMS[claim]
    return program().evaluate(asked["decision"], {"account": {k: typed(v) for k, v in asked["facts"].items()}})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("claim", CLAIMS)
def test_explanation(claim: str, language: str) -> None:
    """Word for word, with the places in the file."""
    golden = DATA / f"{claim}.{language}.txt"
    told = outcome(claim).explain(language) + "\n"
    if os.environ.get("GUIJU_WRITE_GOLDEN"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def parts(explanation: dict[str, object]) -> list[dict[str, object]]:
    """An explanation and all below it."""
    inner = explanation["parts"]
    assert isinstance(inner, list)
    return [explanation, *(part for each in inner for part in parts(each))]


@pytest.mark.parametrize("claim", CLAIMS)
def test_data_holds_what_text_leaves_out(claim: str) -> None:
    """JSON has every row that was looked at, and whether it held; every sentence has a place."""
    told = parts(outcome(claim).explanation.as_json("en"))
    json.dumps(told, default=str)
    assert all(part["place"] and part["label"] and part["sentence"] for part in told)
    rows = [part for part in told if str(part["label"]).startswith("row ")]
    assert any(not row["holds"] for row in rows)


def test_expression_is_explained_by_what_it_read() -> None:
    """Names and paths with their values; what runs through a loop has no one value, the call around it has."""
    text = "sum(for o in orders return o.amount) * customer.rate + 1"
    facts = {"orders": [{"amount": 2}, {"amount": 3}], "customer": {"rate": Decimal("0.1")}}
    explanation = expression(text, ("orders", "customer")).evaluate(facts).explanation
    assert str(explanation.sentence) == "1.5"
    assert [(str(part.label), str(part.sentence)) for part in explanation.parts] == [
        ("sum(for o in orders return o.amount)", "5"),
        ("customer.rate", "0.1"),
    ]


def test_text_of_an_explanation_is_a_tree() -> None:
    """Two spaces for every level."""
    lines = outcome("chain_of_decisions").explain("en").splitlines()
    depth = [(len(line) - len(line.lstrip())) // 2 for line in lines]
    assert depth[0] == 0
    assert all(deeper - above <= 1 for above, deeper in pairwise(depth))
    assert isinstance(outcome("chain_of_decisions").explanation, Explanation)
