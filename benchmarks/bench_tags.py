"""Forty tags of a record by rule, over twenty of its fields: this engine, and a function written by hand.

    python benchmarks/bench_tags.py [--records 1000] [--rounds 7]

Both say of every tag whether its condition holds, and are compared on every record before anything is timed. "plain"
records hold numbers, texts and truth values; in "spoiled" ones some are missing and some are Decimals, as a database
gives them. All records differ; what this engine keeps are the answers of single conditions.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.rounds import Candidate, compare, ready  # noqa: E402
from engine.model.decision import Model  # noqa: E402
from engine.model.loader import Loader  # noqa: E402
from engine.runtime.program import Program, compile_model  # noqa: E402

Record = dict[str, Any]
Facts = Mapping[str, Record]
NAME = "customer_tags"
CHOICES = {
    "size": ("large", "medium", "small"),
    "industry": ("factory", "retail", "logistics", "software"),
    "stage": ("lead", "trial", "customer", "former"),
}
NUMBERS = {
    "amount": 2_000_000, "orders": 60, "calls": 40, "visits": 12, "complaints": 6, "score": 100, "margin": 0.6,
    "months": 120, "days_late": 60, "days_silent": 400, "contacts": 9, "discount": 0.5,
}  # fmt: skip
FLAGS = ("vip", "referred", "exports", "newsletter", "on_hold")
TAGS = """
large_account   | amount >= 1000000                                  | c["amount"] >= 1000000
small_account   | amount < 50000                                     | c["amount"] < 50000
mid_account     | amount in [50000..1000000)                         | 50000 <= c["amount"] < 1000000
frequent        | orders >= 24                                       | c["orders"] >= 24
rare            | orders between 1 and 3                             | 1 <= c["orders"] <= 3
never_bought    | orders = 0                                         | c["orders"] == 0
talkative       | calls > 20                                         | c["calls"] > 20
silent          | calls = 0 and visits = 0                           | c["calls"] == 0 and c["visits"] == 0
visited         | visits >= 1                                        | c["visits"] >= 1
close           | visits >= 4 or calls >= 12                         | c["visits"] >= 4 or c["calls"] >= 12
unhappy         | complaints >= 3                                    | c["complaints"] >= 3
calm            | complaints = 0                                     | c["complaints"] == 0
delighted       | score >= 90                                        | c["score"] >= 90
satisfied       | score in [70..90)                                  | 70 <= c["score"] < 90
critical        | score < 50                                         | c["score"] < 50
profitable      | margin >= 0.3                                      | c["margin"] >= 0.3
thin            | margin < 0.1                                       | c["margin"] < 0.1
newcomer        | months < 6                                         | c["months"] < 6
loyal           | months >= 36                                       | c["months"] >= 36
veteran         | months >= 84 and orders >= 12                      | c["months"] >= 84 and c["orders"] >= 12
late_payer      | days_late > 30                                     | c["days_late"] > 30
punctual        | days_late <= 0                                     | c["days_late"] <= 0
sleeping        | days_silent > 180                                  | c["days_silent"] > 180
fading          | days_silent in (60..180]                           | 60 < c["days_silent"] <= 180
well_known      | contacts >= 3                                      | c["contacts"] >= 3
one_voice       | contacts = 1                                       | c["contacts"] == 1
discounted      | discount > 0.2                                     | c["discount"] > 0.2
full_price      | discount = 0                                       | c["discount"] == 0
enterprise      | size = "large"                                     | c["size"] == "large"
small_retail    | size = "small" and industry = "retail"             | c["size"] == "small" and c["industry"] == "retail"
maker           | industry in ("factory", "logistics")               | c["industry"] in ("factory", "logistics")
prospect        | stage in ("lead", "trial")                         | c["stage"] in ("lead", "trial")
lost            | stage = "former"                                   | c["stage"] == "former"
win_back        | stage = "former" and amount >= 200000              | c["stage"] == "former" and c["amount"] >= 200000
key_person      | vip                                                | c["vip"]
advocate        | referred and score >= 80                           | c["referred"] and c["score"] >= 80
exporter        | exports and size != "small"                        | c["exports"] and c["size"] != "small"
reachable       | newsletter or calls >= 1                           | c["newsletter"] or c["calls"] >= 1
blocked         | on_hold or days_late > 45                          | c["on_hold"] or c["days_late"] > 45
hot             | stage = "trial" and not(on_hold) and days_silent < 14 | c["stage"] == "trial" and not c["on_hold"] and c["days_silent"] < 14
"""  # noqa: E501
"""Tag, condition in FEEL, condition in Python."""


def rows() -> Iterator[tuple[str, str, str]]:
    """The tags with both conditions."""
    for line in TAGS.strip().splitlines():
        tag, feel, python = (part.strip() for part in line.split("|"))
        yield tag, feel, python


def written_by_hand() -> Callable[[Facts], Record]:
    """What a person would write: one dictionary of conditions."""
    entries = ",\n".join(f"        {tag!r}: {python}" for tag, _, python in rows())
    text = f"def by_hand(facts):\n    c = facts['customer']\n    return {{\n{entries}\n    }}\n"
    names: dict[str, Any] = {}
    exec(text, names)
    by_hand: Callable[[Facts], Record] = names["by_hand"]
    return by_hand


def rules() -> str:
    """The same as definitions."""
    fields = [f"  {name}: {{label: {name}, type: number}}" for name in NUMBERS]
    fields += [f"  {name}: {{label: {name}, type: boolean}}" for name in FLAGS]
    fields += [f"  {name}: {{label: {name}, type: choice, options: [{', '.join(o)}]}}" for name, o in CHOICES.items()]
    table = [f"  | {tag} | {feel} |" for tag, feel, _ in rows()]
    entity = ["kind: entity", "name: customer", "label: Customer", "fields:", *fields, "---"]
    tags = ["kind: tags", f"name: {NAME}", "label: Tags", "subject: customer", "rules: |", "  | tag | condition |"]
    return "\n".join([*entity, *tags, *table, ""])


def plain_records(count: int, seed: int) -> Iterator[Record]:
    """Complete records, a part of them on the edges of conditions."""
    chance = random.Random(seed)
    for _ in range(count):
        record: Record = {name: chance.choice(options) for name, options in CHOICES.items()}
        record |= {name: chance.random() < 0.4 for name in FLAGS}
        for name, most in NUMBERS.items():
            number = chance.random() * most
            record[name] = chance.choice([0, round(number, 2) if most < 1 else round(number)])
        yield record


def spoiled_records(count: int) -> Iterator[Record]:
    """Records with gaps and with Decimals."""
    chance = random.Random(2)
    for record in plain_records(count, seed=3):
        for name in NUMBERS:
            if chance.random() < 0.5:
                record[name] = Decimal(str(record[name]))
        for name in list(record):
            if chance.random() < 0.1:
                record[name] = None
        yield record


def same_answers(program: Program, by_hand: Callable[[Facts], Record], plain: list[Facts], odd: list[Facts]) -> None:
    """Both on all plain records; the quick ways and the traced one on the spoiled ones."""
    function = program.function(NAME)
    for facts in plain:
        assert function(facts) == by_hand(facts), facts
    for facts in odd:
        looked_up = [function(facts), function(facts), program.evaluate(NAME, facts).value]
        assert looked_up == [program.evaluate(NAME, facts, traced=True).value] * 3, facts


def new_to_it(model: Model, known: list[Facts]) -> Callable[[], Callable[[Facts], object]]:
    """A program that has seen some records, and not yet those it will be asked about."""

    def prepare() -> Callable[[Facts], object]:
        function = compile_model(model).function(NAME)
        for facts in known:
            function(facts)
        return function

    return prepare


def main() -> int:
    """Compare the answers, then the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    loaded = Loader().load({"tags.yaml": rules()})
    assert not list(loaded.diagnostics), list(loaded.diagnostics)
    program, by_hand = compile_model(loaded.model), written_by_hand()
    plain: list[Facts] = [{"customer": record} for record in plain_records(options.records, seed=1)]
    spoiled: list[Facts] = [{"customer": record} for record in spoiled_records(options.records)]
    others: list[Facts] = [{"customer": record} for record in plain_records(100, seed=4)]
    same_answers(program, by_hand, plain, spoiled[:100])
    function = program.function(NAME)
    compare(
        {
            "by hand": ready(by_hand, plain),
            "plain: seen before": ready(function, plain),
            "plain: never seen": Candidate(new_to_it(program.model, others), plain),
            "spoiled: seen before": ready(function, spoiled),
            "spoiled: never seen": Candidate(new_to_it(program.model, others), spoiled),
        },
        options.rounds,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
