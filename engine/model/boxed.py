"""Boxed expressions: DMN's decision logic (DMN 1.5, chapters 7.3, 8 and 10.2), the narrow waist of the engine.

Every kind of definition lowers to these. Each carries `origin`, the place where the author wrote what it came
from; `label` is the author's word for it. FEEL inside is already parsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostic
from engine.dsl.source import Span
from engine.dsl.text import Text
from engine.dsl.types import ANY, Type


@dataclass(frozen=True, slots=True)
class Boxed:
    """Any boxed expression. `type` is the declared type of its result; the value is checked against it."""

    origin: Span


@dataclass(frozen=True, slots=True)
class LiteralExpression(Boxed):
    """One FEEL expression."""

    expression: feel.Node
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Erroneous(Boxed):
    """Logic that could not be read; its value is null and `diagnostic` is the reason (dmn mode only).

    `text` is what stands there, where it is one text.
    """

    diagnostic: Diagnostic
    text: str = ""


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """`name` is empty for the entry that is the context's result."""

    name: str
    value: Boxed
    type: Type = ANY

    @property
    def is_function(self) -> bool:
        """Whether the value is a function that stands there, which may call itself."""
        value = self.value.expression if isinstance(self.value, LiteralExpression) else self.value
        return isinstance(value, FunctionDefinition | feel.FunctionLiteral)


@dataclass(frozen=True, slots=True)
class Context(Boxed):
    """Named steps, later ones see earlier ones; a nameless last entry is the result, else the context itself is."""

    entries: tuple[ContextEntry, ...]
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Binding:
    """An argument of an invocation."""

    name: str
    value: Boxed


@dataclass(frozen=True, slots=True)
class Invocation(Boxed):
    """A call with named bindings of the function that `function` gives."""

    function: Boxed
    bindings: tuple[Binding, ...]
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class List(Boxed):
    """A list of boxed expressions."""

    items: tuple[Boxed, ...]
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Column:
    """An entry that every context of a relation has."""

    name: str
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Relation(Boxed):
    """A list of contexts written as a table."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Boxed, ...], ...]
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter of a function definition."""

    name: str
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Boxed):
    """A function of boxed logic. `kind` is "FEEL" or "Java" (the few foreign functions named in a table)."""

    parameters: tuple[Parameter, ...]
    body: Boxed
    kind: str = "FEEL"
    result: Type = ANY


@dataclass(frozen=True, slots=True)
class Conditional(Boxed):
    """Boxed if; a condition that is not a boolean gives null (unlike FEEL's `if`)."""

    condition: Boxed
    consequent: Boxed
    alternative: Boxed
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Filter(Boxed):
    """Boxed filter; `item` and the item's entries are in scope of `match`."""

    source: Boxed
    match: Boxed
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Iteration(Boxed):
    """Boxed for, some, every: `operation` is "for", "some" or "every"."""

    operation: str
    variable: str
    source: Boxed
    body: Boxed
    type: Type = ANY


class HitPolicy(Enum):
    """DMN 1.5, 8.2.8; the value is the letter of the standard, an aggregator follows a C."""

    UNIQUE = "U"
    ANY = "A"
    PRIORITY = "P"
    FIRST = "F"
    RULE_ORDER = "R"
    OUTPUT_ORDER = "O"
    COLLECT = "C"
    COLLECT_SUM = "C+"
    COLLECT_MIN = "C<"
    COLLECT_MAX = "C>"
    COLLECT_COUNT = "C#"


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions: the expression under test, its type, and the values it may take (None: not declared)."""

    expression: feel.Node
    label: Text
    origin: Span
    type: Type = ANY
    allowed: feel.UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of results. `name` is empty when there is only one. `allowed` is ordered for PRIORITY, OUTPUT ORDER."""

    name: str
    label: Text
    origin: Span
    type: Type = ANY
    allowed: feel.UnaryTests | None = None
    default: feel.Node | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: one unary test per input, one expression per output, and the author's annotations."""

    tests: tuple[feel.UnaryTests, ...]
    outputs: tuple[feel.Node, ...]
    origin: Span
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Boxed):
    """A decision table (DMN 1.5, chapter 8).

    `complete`: a test for every input; what meets them must be covered by some row, whatever the hit policy.
    """

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    type: Type = ANY
    complete: tuple[feel.UnaryTests, ...] = ()
