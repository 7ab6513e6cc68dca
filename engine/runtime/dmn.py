"""DMN models as the standard writes them, ready to run in its own mode: what is impossible is null, with a reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from engine.dsl import nodes as feel
from engine.dsl.names import normalise
from engine.dsl.suggestions import suggest
from engine.dsl.text import Text
from engine.dsl.types import ANY, ConstrainedType, ContextType, ListType, SimpleType, Type
from engine.dsl.values import Value
from engine.errors import UsageError
from engine.model import dmn_xml
from engine.model.decision import Decision, DecisionService, InputData, local_name
from engine.runtime import compiled
from engine.runtime.clock import Clock
from engine.runtime.facts import READERS as TEMPORAL
from engine.runtime.lowering import Lowering
from engine.runtime.outcome import Outcome
from engine.runtime.program import KINDS, Program


def read_dmn(path: str | Path) -> DmnProgram:
    """The model of a DMN file, imports resolved beside it: `read_dmn("loan.dmn").evaluate("Rating", {"Income": 1})`.

    raises   UsageError when there is no such file, DefinitionError when it is not DMN
    """
    return DmnProgram(dmn_xml.read_dmn(path, constraint))


class DmnProgram(Program):
    """A DMN model that can be evaluated.

    Facts go by full name (`prefix.Income`), by `{namespace}Income`, or by the name alone where only imported models
    have it. An element that comes in through several imports has one value under all its names.
    """

    def evaluate(
        self,
        name: str,
        facts: Mapping[str, object],
        *,
        kind: str = "decision",
        clock: Clock | None = None,
        traced: bool = False,
    ) -> Outcome:
        """The value of a "decision", or what a "bkm" or a "service" gives for its arguments by name.

        raises   UsageError when nothing of that kind has that name; LimitExceeded
        """
        name = normalise(name)
        self._require(name, kind)
        given = {normalise(each): value for each, value in facts.items()}
        named = self._facts(given) if kind == "decision" else self._arguments(name, given)
        return super().evaluate(name, named, kind=kind, clock=clock, traced=traced)

    def typed(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Facts out of a file, where numbers and dates are texts, as the elements of these names declare them."""
        types = {each: self._type(full) for each, names in self._spellings.items() for full in names}
        return {name: typed(value, types.get(normalise(name), ANY)) for name, value in facts.items()}

    def _type(self, name: str) -> Type:
        element = self.model.elements[name]
        return element.type if isinstance(element, InputData | Decision) else ANY

    def _require(self, name: str, kind: str) -> None:
        if kind not in KINDS:
            raise UsageError(
                Text(
                    f"没有“{kind}”这一类，只有 {'、'.join(KINDS)}", f"there is no kind {kind}, only {', '.join(KINDS)}"
                )
            )
        if not isinstance(self.model.elements.get(name), KINDS[kind]):
            near = suggest(name, (e for e, element in self.model.elements.items() if isinstance(element, KINDS[kind])))
            zh, en = (f"；是不是 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?") if near else ("", "")
            raise UsageError(Text(f"没有叫“{name}”的 {kind}{zh}", f"no {kind} is called {name}{en}"))

    def _facts(self, given: Mapping[str, object]) -> Mapping[str, object]:
        """The facts by the names under which their elements are worked out."""
        return {full: value for name, value in given.items() for full in self._spellings.get(name, (name,))}

    def _arguments(self, name: str, given: Mapping[str, object]) -> Mapping[str, object]:
        """The arguments of a function; those of a service may leave out the prefix of an imported model."""
        element = self.model.elements[name]
        if not isinstance(element, DecisionService):
            return given
        inputs = (*element.input_data, *element.input_decisions)
        parameters = {each: local_name(full, element.prefix) for full in inputs for each in self._ways(full)}
        return {parameters.get(each, each): value for each, value in given.items()}

    @cached_property
    def _spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Each way to speak of an element, and what it stands for; its full name means nothing else."""
        model = self.model
        spellings: dict[str, dict[str, None]] = defaultdict(dict)
        for full in model.elements:
            for way in self._ways(full):
                spellings[way][model.twins.get(full, full)] = None
        exact = {full: (model.twins.get(full, full),) for full in model.elements}
        return {**{way: tuple(names) for way, names in spellings.items()}, **exact}

    def _ways(self, full: str) -> tuple[str, str]:
        """`{namespace}name` and the name alone."""
        identity = self.model.identities[full]
        return f"{{{identity.namespace}}}{identity.name}", identity.name


def typed(value: object, type_: Type) -> object:
    """A value whose texts are read as a type asks for; what cannot be read stays as it is.

    >>> from engine.dsl.types import DATE, NUMBER
    >>> typed({"on": "2026-05-08", "sizes": ["1", "x"]}, ContextType((("on", DATE), ("sizes", ListType(NUMBER)))))
    {'on': Date(year=2026, month=5, day=8), 'sizes': [Decimal('1'), 'x']}
    """
    match value, type_:
        case _, ConstrainedType(base=base):
            return typed(value, base)
        case Mapping(), ContextType():
            return {name: typed(entry, type_.get(name) or ANY) for name, entry in value.items()}
        case list(), ListType(item=item):
            return [typed(each, item) for each in value]
        case str(), SimpleType(name=name) if name in READERS:
            read = READERS[name](value)
            return value if read is None else read
    return value


def _number(text: str) -> Value:
    return Decimal(text) if re.fullmatch(r"[-+]?\d+(\.\d+)?", text, re.ASCII) else None


READERS: Mapping[str, Callable[[str], Value]] = {
    **TEMPORAL,
    "number": _number,
    "boolean": {"true": True, "false": False}.get,
}
"""How a text of a file is read where another type is declared."""


def constraint(tests: feel.UnaryTests) -> Callable[[Value], bool]:
    """Whether a value is one that a type allows, by the unary tests of its definition; compiled when first asked.

    >>> from engine.dsl.parser import parse_unary_tests
    >>> short = constraint(parse_unary_tests("string length(?) < 3"))
    >>> short("ab"), short("abc"), short(True)
    (True, False, False)
    """

    @cache
    def test() -> Callable[..., Value]:
        lowering = Lowering()
        return compiled.executable(lowering.function(["?"], lambda names: lowering.lower(tests, names), tests.span))

    return lambda value: test()(value) is True
