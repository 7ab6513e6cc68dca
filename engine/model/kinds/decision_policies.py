"""What the results of a table should be, by themselves and for its hit policy.

| finding | policies               | what                                                                    |
|---------|------------------------|-------------------------------------------------------------------------|
| GJ2561  | priority, output order | the results that are allowed are written, for their order is what counts |
| GJ2562  | collect sum            | results are numbers                                                     |
| GJ3001  | all                    | a number among percentages is one, too                                  |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostics, Edit, Fix
from engine.dsl.source import Span
from engine.dsl.types import ANY, STRING, SimpleType
from engine.model.boxed import DecisionTable, HitPolicy, OutputClause

ORDERED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


def in_order(output: OutputClause, policy: HitPolicy, cells: list[feel.Node]) -> OutputClause:
    """An output whose order counts but is not written, with its texts in the order of the rows."""
    texts = written(cells)
    if policy not in ORDERED or output.type not in (ANY, STRING) or len(texts) < len(cells):
        return output
    return replace(output, type=SimpleType("string", tuple(dict.fromkeys(texts))))


def check_policy(table: DecisionTable, declared: bool, places: Mapping[str, Span], diagnostics: Diagnostics) -> None:
    """Report results that the hit policy of a table can do nothing with; `declared` says whether they are in order."""
    if table.hit_policy in ORDERED and not declared:
        _report_no_order(table, places, diagnostics)
    if table.hit_policy is HitPolicy.COLLECT_SUM:
        for output in table.outputs:
            if isinstance(output.type, SimpleType) and output.type.name in ("string", "boolean"):
                fix = Fix((Edit(places["hit_policy"], "collect"),))
                diagnostics.add("GJ2562", places["hit_policy"], fix=fix, name=output.label, suggestion="collect")


def _report_no_order(table: DecisionTable, places: Mapping[str, Span], diagnostics: Diagnostics) -> None:
    names = [str(output.label) for output in table.outputs]
    orders = [dict.fromkeys(written([rule.outputs[i] for rule in table.rules])) for i in range(len(names))]
    lists = (f"{name}: [{', '.join(order)}]" for name, order in zip(names, orders, strict=True))
    meant, policy = f"{{{', '.join(lists)}}}", places["hit_policy"]
    fix = Fix((Edit(places["outputs"], meant),)) if "outputs" in places else None
    values: dict[str, Any] = {"policy": policy.text, "suggestion": f"outputs: {meant}"}
    diagnostics.add("GJ2561", places.get("outputs", policy), fix=fix, **values)


def check_shares(cells: list[feel.Node], diagnostics: Diagnostics) -> None:
    """Report a number above one among results that are all percentages."""
    numbers = [cell for cell in cells if isinstance(cell, feel.NumberLiteral) and cell.value]
    plain = [cell for cell in numbers if not cell.percent and cell.value > 1]
    if len(plain) == 1 and len(numbers) > 2 and all(cell.percent for cell in numbers if cell is not plain[0]):
        meant = f"{plain[0].value:f}%"
        fix = Fix((Edit(plain[0].span, meant),))
        diagnostics.add("GJ3001", plain[0].span, fix=fix, value=plain[0].value, suggestion=meant)


def written(cells: list[feel.Node]) -> list[str]:
    """The texts and bare words among cells."""
    return [word for cell in cells if (word := as_word(cell)) is not None]


def as_word(node: feel.Node) -> str | None:
    """The text or the bare word that a cell is; None for an expression."""
    match node:
        case feel.StringLiteral(value=word) | feel.Name(name=word):
            return word
    return None
