"""Decision tables out of pipe tables, in two steps.

`read_decision_table` parses the cells: a header is an input expression or `-> name`, a cell below an input is a unary
test, a cell below an output is an expression, or plain text in a column of texts.
`resolve_decision_table` finds what the words mean, once it is known what they may speak of: a label becomes the field,
a bare word in a column with options becomes the option.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.dsl import nodes as feel
from engine.dsl.checker import check, resolve
from engine.dsl.diagnostics import Diagnostic, Diagnostics, Edit, Fix
from engine.dsl.documents import Node
from engine.dsl.scope import Scope
from engine.dsl.suggestions import suggest
from engine.dsl.tables import Cell, Table
from engine.dsl.text import Text
from engine.dsl.types import ANY, STRING, SimpleType, Type
from engine.model.boxed import Boxed, DecisionTable, HitPolicy, InputClause, LiteralExpression, OutputClause, Rule
from engine.model.reading import Reader
from engine.model.table_headers import (
    NOTHING,
    column_mistakes,
    dashes,
    header_mistake,
    mended_header,
    turned_rows,
    types_of_results,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of an input expression that is a field: its label in both languages, and the values it may take."""

    label: Text
    allowed: feel.UnaryTests | None


UNKNOWN_NAMES = ("GJ1017", "GJ1101")
About = Callable[[feel.Node], Column | None]


def read_decision_table(
    node: Node,
    reader: Reader,
    outputs: Mapping[str, Type] | None = None,
    hit_policy: HitPolicy = HitPolicy.UNIQUE,
    otherwise: Type = ANY,
    results: Collection[str] = (),
) -> DecisionTable:
    """The table written in a block of text. `outputs` are the types of output columns, `otherwise` that of
    others; `results` are words that name nothing but outputs."""
    table, told = mended_header(reader.table(node), outputs or {}, results, reader.known)
    table, turned = turned_rows(table)
    reader.diagnostics.extend([*told, *turned])
    if mistake := header_mistake(table, outputs or {}):
        reader.diagnostics.extend([mistake])
        table = Table((), ())
    columns = types_of_results(table, outputs or {}, otherwise)
    reader.diagnostics.extend(dashes(table, outputs or {}, columns) or column_mistakes(table, outputs or {}))
    inputs = [index for index, cell in enumerate(table.header) if not cell.output]
    written = [index for index, cell in enumerate(table.header) if cell.output]
    return DecisionTable(
        origin=node.span,
        inputs=tuple(_input(table.header[index], reader) for index in inputs),
        outputs=tuple(_output(table.header[index], columns[index] or ANY, len(written)) for index in written),
        rules=tuple(_rule(table, number, columns, reader) for number in range(len(table.rows))),
        hit_policy=hit_policy,
    )


def _input(cell: Cell, reader: Reader) -> InputClause:
    found = Diagnostics()
    tree = replace(reader, diagnostics=found).parse(cell.snippet)
    reader.diagnostics.extend(_about_header(each) for each in found)
    return InputClause(tree, Text(cell.text), cell.span)


def _about_header(found: Diagnostic) -> Diagnostic:
    """An unknown name in a header is no text that lacks its quotes."""
    if found.code not in UNKNOWN_NAMES or "suggestion" in found.values:
        return found
    values = {key: value for key, value in found.values.items() if key != "word"}
    return replace(found, values={**values, "column": found.values["name"]})


def _output(cell: Cell, type_: Type, columns: int) -> OutputClause:
    """The name of an only output is left empty, as the standard has it."""
    return OutputClause(cell.text if columns > 1 else "", Text(cell.text), cell.span, type_)


def _rule(table: Table, number: int, columns: list[Type | None], reader: Reader) -> Rule:
    row = table.rows[number]
    cells = list(zip(row, columns, strict=True))
    texts = table.texts
    return Rule(
        tests=tuple(
            reader.tests(cell.snippet, table.header[index].text, texts[index], number)
            for index, (cell, type_) in enumerate(cells)
            if type_ is None
        ),
        outputs=tuple(_result(cell, type_, reader) for cell, type_ in cells if type_ is not None),
        origin=row[0].span.to(row[-1].span),
    )


def _result(cell: Cell, type_: Type, reader: Reader) -> feel.Node:
    """What stands below an output: in a column of texts the text itself, unless it is written as FEEL."""
    if type_ == STRING and not cell.text.startswith(('"', "=", "“", "”", "＂")):
        return feel.StringLiteral(cell.text, span=cell.span)
    if cell.text in NOTHING:  # which `dashes` tells
        return feel.NullLiteral(span=cell.span)
    if isinstance(type_, SimpleType) and type_.closed and type_.option(cell.text) is None:
        return _option(cell, type_, reader)
    return reader.parse(cell.snippet.cut(len(cell.text) - len(cell.text.removeprefix("=")), len(cell.text)))


def _option(cell: Cell, type_: SimpleType, reader: Reader) -> feel.Node:
    """A cell that is to give one of some options; where it cannot be read at all, it is told as a word that is none."""
    found = Diagnostics()
    tree = replace(reader, diagnostics=found).parse(cell.snippet)
    near = suggest(cell.text, type_.options)
    if not len(found) or not near:
        reader.diagnostics.extend(found)
        return tree
    fix = Fix((Edit(cell.span, near[0]),))
    values = {"text": cell.text, "name": cell.text, "options": type_.options, "suggestion": near}
    reader.diagnostics.extend([Diagnostic("GJ1107", cell.span, values, fix=fix)])
    return feel.NullLiteral(span=cell.span)


def resolve_decision_table(
    table: DecisionTable, scope: Scope, diagnostics: Diagnostics, about: About = lambda node: None
) -> DecisionTable:
    """The table with every word replaced by what it means; `about` tells what is known of an input.

    Below a header that means nothing nobody can tell what the cells mean, so nothing is said of them.
    """
    heads = [Diagnostics() for _ in table.inputs]
    inputs = tuple(
        _resolved_input(clause, scope, found, about) for clause, found in zip(table.inputs, heads, strict=True)
    )
    cells = [Diagnostics() if len(found) else diagnostics for found in heads]
    columns = [(scope.child({"?": clause.type}), found) for clause, found in zip(inputs, cells, strict=True)]
    diagnostics.extend(_about_header(finding) for found in heads for finding in found)
    rules = tuple(_resolved_rule(rule, columns, table.outputs, scope, diagnostics) for rule in table.rules)
    return replace(table, inputs=inputs, rules=rules)


def _resolved_input(clause: InputClause, scope: Scope, diagnostics: Diagnostics, about: About) -> InputClause:
    expression = resolve(clause.expression, scope, diagnostics)
    type_ = check(expression, scope, Diagnostics())
    column = about(expression) or Column(clause.label, None)
    return replace(clause, expression=expression, label=column.label, type=type_, allowed=column.allowed)


def _resolved_rule(
    rule: Rule,
    columns: Sequence[tuple[Scope, Diagnostics]],
    outputs: tuple[OutputClause, ...],
    scope: Scope,
    diagnostics: Diagnostics,
) -> Rule:
    tests = (
        resolve(test, inner, found) if _has_words(test) else test
        for test, (inner, found) in zip(rule.tests, columns, strict=True)
    )
    results = (
        resolve(result, scope, diagnostics, clause.type) for result, clause in zip(rule.outputs, outputs, strict=True)
    )
    return replace(rule, tests=tuple(t for t in tests if isinstance(t, feel.UnaryTests)), outputs=tuple(results))


def _has_words(test: feel.Node) -> bool:
    """Whether a cell holds anything that may stand for something else; numbers and dates do not."""
    return any(isinstance(node, (feel.Name, feel.StringLiteral, feel.NamedType)) for node in feel.walk(test))


def spoken_of(logic: Boxed) -> set[str]:
    """Every name that the expressions of a table or of a literal expression hold."""
    if isinstance(logic, LiteralExpression):
        trees: list[feel.Node] = [logic.expression]
    elif isinstance(logic, DecisionTable):
        trees = [clause.expression for clause in logic.inputs]
        trees += (cell for rule in logic.rules for cell in (*rule.tests, *rule.outputs))
    else:
        trees = []
    return {node.name for tree in trees for node in feel.walk(tree) if isinstance(node, feel.Name)}
