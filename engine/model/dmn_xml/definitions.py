"""A DMN model as the text of our definitions: entities, decision tables and expressions.

Reads   a `Model` from a DMN file.
Gives   YAML texts by the path they belong to, and findings: GJ0904 for every element that definitions cannot say, with
        the reason; GJ0905 for what is left out because definitions have no word for it.
Names   become words that definitions may use (`Monthly income` is `Monthly_income`); the name itself is the label.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from engine.dsl import nodes as feel
from engine.dsl.diagnostics import Diagnostics
from engine.dsl.names import BUILT_IN_NAMES, KEYWORDS
from engine.dsl.parser import parse_unary_tests
from engine.dsl.rewriting import rewritten
from engine.dsl.text import Text
from engine.dsl.types import ANY, STRING, ConstrainedType, ContextType, ListType, SimpleType, Type
from engine.dsl.unparse import unparse
from engine.model.boxed import Boxed, DecisionTable, HitPolicy, LiteralExpression, OutputClause
from engine.model.decision import Decision, Element, InputData, Model

FIELD_TYPES = {"string": "text", "number": "number", "boolean": "boolean", "date": "date", "time": "time",
               "date and time": "datetime"}  # fmt: skip
POLICIES = {policy: policy.name.lower().replace("_", " ") for policy in HitPolicy}

KNOWLEDGE = Text("函数（知识模型、决策服务）", "functions (knowledge models, decision services)")
BOXES = Text("表格和表达式以外的逻辑", "logic other than tables and expressions")
NOTHING = Text("没有逻辑的决策", "a decision without logic")
IMPORTED = Text("从其他模型导入的元素", "elements of imported models")
DEFAULTS = Text("没有一行符合时的默认值", "default outputs")
OWN_TYPES = Text("模型自己的类型", "types of the model's own in an expression")
UNRANKED = Text("没有列出取值的优先级", "a priority without the list of its values")
TYPES = Text("记录中的这种类型: {type}", "this type in a record: {type}")
REFUSED = Text("不能导入的“{name}”", "“{name}”, which cannot be imported")


class _RefusedError(Exception):
    """An element that definitions cannot say, and why."""

    def __init__(self, why: Text, **values: object) -> None:
        super().__init__()
        self.why = Text(why.zh.format(**values), why.say("en").format(**values))


@dataclass(frozen=True)
class Definitions:
    """Texts by path, and what was found on the way."""

    files: Mapping[str, str]
    found: Diagnostics = field(default_factory=Diagnostics)


def definitions_of(model: Model) -> Definitions:
    """The definitions that say what a model says."""
    return _Translation(model).definitions()


class _Translation:
    """One model on its way to definitions. `words` are the names that definitions use, by the names of the model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.found = Diagnostics()
        entries = {name for e in model.elements.values() if isinstance(e, InputData) for name in _entries(e.type)}
        self.words = _words([*model.elements, *entries])
        self.texts: dict[str, str] = {}

    def definitions(self) -> Definitions:
        """Entities first; a decision that rests on a refused one is refused with it."""
        decisions = [e for e in self.model.elements.values() if isinstance(e, Decision)]
        for element in self.model.elements.values():
            self._add(element)
        entities = {
            f"entities/{self.words[name]}.yaml": self.texts[name]
            for name in self.texts
            if name not in _named(decisions)
        }
        own = [self.texts[each.name] for each in decisions if each.name in self.texts]
        path = f"decisions/{_word(self.model.name)}.yaml"
        return Definitions({**entities, path: "---\n".join(own)} if own else entities, self.found)

    def _add(self, element: Element) -> None:
        """The text of an element and of all it rests on, once."""
        if element.name in self.texts or not isinstance(element, Decision | InputData) or not self._is_own(element):
            return
        try:
            if isinstance(element, Decision):
                self.texts[element.name] = self._decision(element)
            elif isinstance(element.type, ContextType):
                self.texts[element.name] = self._entity(element)
        except _RefusedError as error:
            self.found.add("GJ0904", element.origin, name=element.label, what=error.why)

    def _is_own(self, element: Element) -> bool:
        identity = self.model.identities.get(element.name)
        return identity is None or identity.namespace == self.model.namespace

    # -- entities --------------------------------------------------------------------------------------------------

    def _entity(self, element: InputData) -> str:
        assert isinstance(element.type, ContextType)
        lines = ["kind: entity", f"name: {self.words[element.name]}", f"label: {_quoted(element.name)}", "fields:"]
        for name, type_ in element.type.entries:
            says = ", ".join(f"{key}: {value}" for key, value in _field(type_).items())
            lines.append(f"  {self.words[name]}: {{label: {_quoted(name)}, {says}}}")
        return "\n".join(lines) + "\n"

    # -- decisions -------------------------------------------------------------------------------------------------

    def _decision(self, decision: Decision) -> str:
        inputs = self._inputs(decision)
        lines = ["kind: decision", f"name: {self.words[decision.name]}", f"label: {_quoted(decision.name)}"]
        lines.append(f"inputs: {{{', '.join(f'{name}: {type_}' for name, type_ in inputs.items())}}}")
        if isinstance(decision.type, SimpleType):
            lines.append(f"type: {decision.type.name}")
        return "\n".join([*lines, *LOGIC.get(type(decision.logic), _Translation._other)(self, decision.logic)]) + "\n"

    def _inputs(self, decision: Decision) -> dict[str, str]:
        """Types by word, of what the decision is about."""
        inputs: dict[str, str] = {}
        for name in decision.requires:
            element = self.model.elements[name]
            if not self._is_own(element):
                raise _RefusedError(IMPORTED)
            self._add(element)
            if isinstance(element, Decision) and name not in self.texts:
                raise _RefusedError(REFUSED, name=name)
            if not isinstance(element, Decision | InputData):
                raise _RefusedError(KNOWLEDGE)
            if isinstance(element, InputData):
                inputs[self.words[name]] = self._input_type(element)
        return inputs or {"nothing": "string"}

    def _input_type(self, element: InputData) -> str:
        """An entity of the same name, or a type of FEEL."""
        type_ = element.type
        if isinstance(type_, ContextType):
            if element.name not in self.texts:
                raise _RefusedError(REFUSED, name=element.name)
            return self.words[element.name]
        if isinstance(type_, ConstrainedType) or (isinstance(type_, SimpleType) and type_.closed):
            self.found.add("GJ0905", element.origin, name=element.label)
            type_ = type_.base if isinstance(type_, ConstrainedType) else type_
        if not isinstance(type_, SimpleType):
            raise _RefusedError(TYPES, type=type_)
        return type_.name

    def _literal(self, logic: LiteralExpression) -> list[str]:
        return ["value: |-", f"  {self._feel(logic.expression)}"]

    def _table(self, table: DecisionTable) -> list[str]:
        defaults = [clause.default for clause in table.outputs if clause.default is not None]
        if defaults and (table.hit_policy != HitPolicy.FIRST or len(defaults) < len(table.outputs)):
            raise _RefusedError(DEFAULTS)
        columns = [self._feel(clause.expression) for clause in table.inputs]
        titles = [_title(clause) for clause in table.outputs]
        rows = [[*columns, *(f"-> {title}" for title in titles)]]
        for rule in table.rules:
            results = map(self._output, rule.outputs, table.outputs)
            rows.append([*(self._feel(test) for test in rule.tests), *results])
        if defaults:
            rows.append([*("-" for _ in columns), *map(self._output, defaults, table.outputs)])
        lines = [f"hit_policy: {POLICIES[table.hit_policy]}", *_output_types(table)]
        return [*lines, "table: |", *_pipes(rows)]

    def _output(self, node: feel.Node, clause: OutputClause) -> str:
        """In a column of texts, FEEL that is no quoted text begins with `=`."""
        text = self._feel(node)
        return text if clause.type != STRING or text.startswith('"') else f"={text}"

    def _other(self, logic: Boxed | None) -> list[str]:
        raise _RefusedError(NOTHING if logic is None else BOXES)

    def _feel(self, node: feel.Node) -> str:
        """The text of a tree in the words of the definitions."""
        renamed: dict[int, Callable[[feel.Node], feel.Node]] = {}
        for each in feel.walk(node):
            if isinstance(each, feel.NamedType) and each.name in self.model.types:
                raise _RefusedError(OWN_TYPES)
            if isinstance(each, feel.Name | feel.Path) and each.name in self.words:
                renamed[id(each)] = self._renamed
        return unparse(rewritten(node, renamed))

    def _renamed(self, node: feel.Node) -> feel.Node:
        if isinstance(node, feel.Path):
            return feel.Path(node.subject, self.words[node.name])
        assert isinstance(node, feel.Name)
        return feel.Name(self.words[node.name])


LOGIC: Mapping[type | None, Callable[..., list[str]]] = {
    LiteralExpression: _Translation._literal,
    DecisionTable: _Translation._table,
}


# -- words ---------------------------------------------------------------------------------------------------------


def _words(names: Sequence[str]) -> dict[str, str]:
    """A word of its own for every name; those that are words already keep theirs."""
    words: dict[str, str] = {}
    taken: set[str] = {*KEYWORDS, *BUILT_IN_NAMES}
    for name in sorted(dict.fromkeys(names), key=lambda each: each != _word(each)):
        word, number = _word(name), 2
        while word in taken:
            word, number = f"{_word(name)}_{number}", number + 1
        taken.add(word)
        words[name] = word
    return words


def _word(name: str) -> str:
    """
    >>> _word("Monthly income"), _word("1st"), _word("客户 姓名")
    ('Monthly_income', '_1st', '客户_姓名')
    """
    word = re.sub(r"\W+", "_", name).strip("_") or "_"
    return f"_{word}" if word[0].isdigit() else word


def _entries(type_: Type) -> list[str]:
    return [name for name, _ in type_.entries] if isinstance(type_, ContextType) else []


def _named(elements: Sequence[Element]) -> set[str]:
    return {each.name for each in elements}


# -- fields --------------------------------------------------------------------------------------------------------


def _field(type_: Type) -> dict[str, str]:
    """What a field says of its type.

    raises   _RefusedError where no field has such a type
    """
    match type_:
        case SimpleType(options=options) if options:
            return {"type": "choice", "options": f"[{', '.join(map(_quoted, options))}]"}
        case SimpleType(name=name) if name in FIELD_TYPES:
            return {"type": FIELD_TYPES[name]}
        case ListType(item=SimpleType(options=options)) if options:
            return {"type": "choices", "options": f"[{', '.join(map(_quoted, options))}]"}
        case ConstrainedType(base=SimpleType(name="number")):
            return {"type": "number", **_limits(type_)}
    if type_ == ANY:
        return {"type": "text"}
    raise _RefusedError(TYPES, type=type_)


def _limits(type_: ConstrainedType) -> dict[str, str]:
    """`min` and `max` of a number that lies between two ends, both included."""
    match tuple(test for test in parse_unary_tests(type_.text).tests if not isinstance(test, feel.NullLiteral)):
        case (feel.RangeLiteral(start=start, end=end, start_included=True, end_included=True),):
            return {"min": unparse(start), "max": unparse(end)}
        case (feel.ComparisonRange(operator=">=", operand=low),):
            return {"min": unparse(low)}
        case (feel.ComparisonRange(operator="<=", operand=high),):
            return {"max": unparse(high)}
    raise _RefusedError(TYPES, type=f"{type_} {type_.text}")


# -- tables --------------------------------------------------------------------------------------------------------


def _title(clause: OutputClause) -> str:
    return clause.name or str(clause.label) or "result"


def _output_types(table: DecisionTable) -> Iterator[str]:
    """The types of outputs, and the texts that a priority goes by."""
    said = {_title(clause): _output_type(clause, table.hit_policy) for clause in table.outputs}
    lines = [f"  {_quoted(title)}: {type_}" for title, type_ in said.items() if type_]
    yield from ["outputs:", *lines] if lines else []


def _output_type(clause: OutputClause, policy: HitPolicy) -> str:
    tests = clause.allowed.tests if clause.allowed else ()
    texts = [test.value for test in tests if isinstance(test, feel.StringLiteral)]
    if texts and len(texts) == len(tests):
        return f"[{', '.join(map(_quoted, texts))}]"
    if policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        raise _RefusedError(UNRANKED)
    return clause.type.name if isinstance(clause.type, SimpleType) else ""


def _pipes(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a pipe table, its columns aligned."""
    widths = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (text + " " * (width - _cells(text)) for text, width in zip(row, widths, strict=True))
        yield f"  | {' | '.join(cells)} |"


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
