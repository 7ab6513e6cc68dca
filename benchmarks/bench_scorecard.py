"""One record through the scorecard of configs/scoring.yaml: this engine, a function written by hand, and ZEN.

    python benchmarks/bench_scorecard.py [--records 2000] [--rounds 7]

All give the points of every dimension, the total and the rating, and are compared on every record before anything is
timed; this engine gives the bounds, the strategy and the ways to the next rating besides. "plain" records hold numbers,
texts and truth values; in "spoiled" ones some are missing and some are Decimals, as a database gives them.

Ratios are to the function written by hand, in interleaved rounds of one process. First uses are told apart: a value is
worked out the general way once for every kind of record, and then looked up.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.rounds import Candidate, compare, ready  # noqa: E402
from engine.model.decision import Model  # noqa: E402
from engine.model.loader import Loader  # noqa: E402
from engine.runtime import project as projects  # noqa: E402
from engine.runtime.program import Program, compile_model  # noqa: E402

Record = dict[str, object]
Facts = Mapping[str, Record]
CARD = "relationship_health"
SLOW = 200  # records for what is slow
NEEDS = ("完全满足", "基本满足", "部分不满足", "严重不满足")
WEIGHTS = {"stability": 30, "satisfaction": 25, "need_match": 20, "stickiness": 15, "risk": 10}


# -- the function written by hand --------------------------------------------------------------------------------------


def by_hand(facts: Facts) -> Record:
    """The scorecard for a record without gaps, in whole numbers of hundredths."""
    customer = facts["customer"]
    change = customer["order_fluctuation"]
    order = 10 if change <= 0.1 else 7 if change <= 0.2 else 4
    late = customer["payment_delay"]
    payment = 10 if late <= 0 else 7 if late <= 7 else 4
    stability = (order + payment) * 5
    score = customer["satisfaction_score"]
    satisfaction = 100 if score >= 90 else 70 if score >= 80 else 40 if score >= 70 else 10
    match = customer["need_match"]
    need = 100 if match == "完全满足" else 70 if match == "基本满足" else 40 if match == "部分不满足" else 10
    contacts = customer["contacts_per_month"]
    talk = 100 if contacts >= 3 else 70 if contacts >= 1 else 40
    stickiness = min(talk + 20, 100) if customer["raised_need"] else talk
    count = customer["complaints"]
    if count == 0:
        risk = 100
    elif count == 1:
        risk = 70 if customer["unsolved_complaints"] == 0 and customer["minor_complaint"] else 40
    else:
        risk = 10
    total = stability * 30 + satisfaction * 25 + need * 20 + stickiness * 15 + risk * 10
    rating = "优秀" if total >= 9000 else "良好" if total >= 7000 else "一般" if total >= 5000 else "较差"
    return {
        "stability": stability,
        "satisfaction": satisfaction,
        "need_match": need,
        "stickiness": stickiness,
        "risk": risk,
        "total": total,
        "rating": rating,
    }


# -- ZEN ---------------------------------------------------------------------------------------------------------------

CRITERIA = {
    "order": ("order_fluctuation", {"<= 0.1": 10, "(0.1..0.2]": 7, "> 0.2": 4}),
    "payment": ("payment_delay", {"<= 0": 10, "(0..7]": 7, "> 7": 4}),
    "satisfaction": ("satisfaction_score", {">= 90": 10, "[80..90)": 7, "[70..80)": 4, "< 70": 1}),
    "need": ("need_match", {f'"{need}"': points for need, points in zip(NEEDS, (10, 7, 4, 1), strict=True)}),
    "talk": ("contacts_per_month", {">= 3": 10, "[1..3)": 7, "< 1": 4}),
    "bonus": ("raised_need", {"true": 2, "false": 0}),
}
RISK = [("0", "", "", 10), ("1", "0", "true", 7), ("1", "0", "false", 4), ("1", ">= 1", "", 4), (">= 2", "", "", 1)]
SUMS = {
    "stability": "(order + payment) / 2",
    "stickiness": "min([talk + bonus, 10])",
    "total": "(order + payment) / 2 * 0.3 + satisfaction * 0.25 + need * 0.2 "
    "+ min([talk + bonus, 10]) * 0.15 + risk * 0.1",
}
RATINGS = {">= 9": "优秀", "[7..9)": "良好", "[5..7)": "一般", "< 5": "较差"}


def table(
    name: str, fields: tuple[str, ...], rows: list[tuple[object, ...]], onward: bool = False
) -> dict[str, object]:
    """A decision table of ZEN's."""
    inputs = [{"id": f"i{n}", "name": field, "field": field} for n, field in enumerate(fields)]
    rules = [
        {"_id": str(n), **{f"i{i}": cell for i, cell in enumerate(cells)}, "o": json.dumps(result, ensure_ascii=False)}
        for n, (*cells, result) in enumerate(rows)
    ]
    outputs = [{"id": "o", "name": name, "field": name}]
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules, "passThrough": onward}
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def zen_decision() -> Callable[[Facts], Record]:
    """The same scorecard as a graph of decision tables."""
    import zen

    tables = [table(name, (field,), [*bands.items()]) for name, (field, bands) in CRITERIA.items()]
    tables.append(table("risk", ("complaints", "unsolved_complaints", "minor_complaint"), list(RISK)))
    sums = {
        "id": "sums",
        "name": "sums",
        "type": "expressionNode",
        "content": {
            "expressions": [{"id": key, "key": key, "value": value} for key, value in SUMS.items()],
            "passThrough": True,
        },
    }
    rating = table("rating", ("total",), [*RATINGS.items()], onward=True)
    ends = [{"id": "in", "name": "in", "type": "inputNode"}, {"id": "out", "name": "out", "type": "outputNode"}]
    lines = [("in", each["id"]) for each in tables] + [(each["id"], "sums") for each in tables]
    edges = [
        {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
        for a, b in [*lines, ("sums", "rating"), ("rating", "out")]
    ]
    graph = json.dumps({"nodes": [*ends, *tables, sums, rating], "edges": edges}, ensure_ascii=False)
    decision = zen.ZenEngine().create_decision(graph)
    return lambda facts: decision.evaluate(facts["customer"])["result"]


# -- records -----------------------------------------------------------------------------------------------------------


def plain_records(count: int, seed: int = 1) -> Iterator[Record]:
    """Complete records, a good part of them on the very edges of the bands."""
    chance = random.Random(seed)
    for _ in range(count):
        complaints = chance.choice([0, 0, 0, 1, 1, 2, 3])
        yield {
            "order_fluctuation": chance.choice([0.1, 0.2, round(chance.random() * 0.4, 4)]),
            "payment_delay": chance.choice([0, 3, 7, 8, 30]),
            "satisfaction_score": chance.choice([70, 80, 90, round(chance.random() * 100, 1)]),
            "need_match": chance.choice(NEEDS),
            "contacts_per_month": chance.choice([0, 1, 2.5, 3, 8]),
            "raised_need": chance.random() < 0.2,
            "complaints": complaints,
            "unsolved_complaints": min(complaints, chance.choice([0, 1])),
            "minor_complaint": chance.random() < 0.5,
        }


def spoiled_records(count: int) -> Iterator[Record]:
    """Records with gaps and with Decimals."""
    chance = random.Random(2)
    for record in plain_records(count, seed=3):
        for name, value in list(record.items()):
            if isinstance(value, float | int) and not isinstance(value, bool) and chance.random() < 0.5:
                record[name] = Decimal(str(value))
            if chance.random() < 0.1:
                record[name] = None
        yield record


# -- comparing ---------------------------------------------------------------------------------------------------------


def points(value: Mapping[str, object]) -> Record:
    """What this engine publishes, in the form of the function written by hand."""
    dimensions = {each["name"]: each["points"] for each in value["dimensions"]}
    hundredths = {name: int(each * 10) for name, each in dimensions.items()}
    return {**hundredths, "total": int(value["total"] * 1000), "rating": value["rating"]}


def zen_points(value: Mapping[str, object]) -> Record:
    """What ZEN gives, in the same form."""
    names = {"stability": "stability", "satisfaction": "satisfaction", "need_match": "need", "risk": "risk"}
    hundredths = {ours: round(value[theirs] * 10) for ours, theirs in {**names, "stickiness": "stickiness"}.items()}
    return {**hundredths, "total": round(value["total"] * 1000), "rating": value["rating"]}


def same_answers(program: Program, zen: Callable[[Facts], Record], plain: list[Facts], spoiled: list[Facts]) -> None:
    """All candidates on all plain records; the quick ways and the general way on the spoiled ones."""
    function = program.function(CARD)
    for facts in plain:
        expected = by_hand(facts)
        assert points(function(facts)) == expected, facts
        assert zen_points(zen(facts)) == expected, facts
    for facts in spoiled:
        looked_up = [function(facts), function(facts), program.evaluate(CARD, facts).value]
        worked_out = program.evaluate(CARD, facts, traced=True).value
        assert looked_up == [worked_out] * 3, facts


def by_kind(program: Program, records: Iterable[Facts]) -> list[Facts]:
    """One record for everything that can be published."""
    function = program.function(CARD)
    return list({repr(function(facts)): facts for facts in records}.values())


def new_to_it(model: Model, known: list[Facts]) -> Callable[[], Callable[[Facts], object]]:
    """A program that has seen some kinds of records, and not yet those it will be asked about."""

    def prepare() -> Callable[[Facts], object]:
        program = compile_model(model)
        for facts in known:
            program.evaluate(CARD, facts)
        return lambda facts: program.evaluate(CARD, facts)

    return prepare


def compile_times() -> None:
    """Reading the pack, compiling the scorecard, importing the engine."""
    files = projects.files_of(ROOT / "configs")
    loads, compiles = [], []
    for _ in range(5):
        began = perf_counter()
        model = Loader().load(files).model
        loads.append(perf_counter() - began)
        began = perf_counter()
        program = compile_model(replace(model))
        for name in model.elements:
            if name.startswith(CARD):
                program.prepare(name)
        compiles.append(perf_counter() - began)
    imports = [imported() for _ in range(5)]
    print(f"{'read the pack (configs/), without checks':44} {median(loads) * 1e3:10.2f} ms")
    print(f"{'compile its scorecard, all decisions':44} {median(compiles) * 1e3:10.2f} ms")
    print(f"{'import engine, in a new process':44} {median(imports) * 1e3:10.2f} ms")


def imported() -> float:
    """Seconds that `import engine` takes."""
    code = "from time import perf_counter as t; b = t(); import engine; print(t() - b)"
    return float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout)


def main() -> int:
    """Compare the answers, then the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    project = projects.load(ROOT / "configs")
    program = project.program
    zen = zen_decision()
    records: list[Facts] = [{"customer": record} for record in plain_records(options.records)]
    spoiled: list[Facts] = [{"customer": record} for record in spoiled_records(options.records)]
    same_answers(program, zen, records, spoiled[:SLOW])
    function = program.function(CARD)
    kinds, spoiled_kinds = by_kind(program, records), by_kind(program, spoiled)
    half, spoiled_half = len(kinds) // 2, len(spoiled_kinds) // 2
    compare(
        {
            "by hand": ready(by_hand, records),
            "plain: function of many records": ready(function, records),
            "plain: one outcome": ready(lambda facts: program.evaluate(CARD, facts), records),
            "plain: one outcome, kind never seen": Candidate(new_to_it(program.model, kinds[:half]), kinds[half:]),
            "spoiled: function of many records": ready(function, spoiled),
            "spoiled: one outcome, kind never seen": Candidate(
                new_to_it(program.model, spoiled_kinds[:spoiled_half]), spoiled_kinds[spoiled_half:]
            ),
            "project, facts checked": ready(lambda facts: project.evaluate(CARD, facts), records[:SLOW]),
            "explained": ready(lambda facts: program.evaluate(CARD, facts).explanation, records[:20]),
            "every step traced": ready(lambda facts: program.evaluate(CARD, facts, traced=True), records[:20]),
            "ZEN, decision tables": ready(zen, records[:SLOW]),
        },
        options.rounds,
    )
    compile_times()
    return 0


if __name__ == "__main__":
    sys.exit(main())
