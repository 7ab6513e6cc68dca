"""Constant texts beside a choice: each must be one of its options."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dsl import nodes as feel
from engine.dsl.checking.core import Checker
from engine.dsl.checking.names import no_option
from engine.dsl.nodes import Node
from engine.dsl.suggestions import is_slip
from engine.dsl.synonyms import synonyms
from engine.dsl.types import SimpleType, Type


def choose(checker: Checker, node: Node, choice: Type) -> None:
    """Constant texts beside a choice must be options of it; labels are replaced by the options they show."""
    if not isinstance(choice, SimpleType) or not choice.options or isinstance(node, feel.Name):
        return
    for text in _texts(node):
        option = choice.option(text.value)
        if option is not None and option != text.value:
            checker.rewrite(text, lambda old, option=option: feel.StringLiteral(option, span=old.span))  # type: ignore[misc]
        elif option is None and (choice.closed or _misspelt(text.value, choice)):
            no_option(checker, text, text.value, choice)


def _misspelt(text: str, choice: SimpleType) -> bool:
    """Whether a text that is none of the options, where there may be others, still means one of them."""
    return bool(synonyms(text, choice.options)) or any(is_slip(text, option) for option in choice.options)


def _texts(node: Node) -> Iterator[feel.StringLiteral]:
    """The constant texts that a value is compared with: itself, the items of a list, the branches of an if."""
    match node:
        case feel.StringLiteral():
            yield node
        case feel.ListLiteral(items=items):
            for item in items:
                yield from _texts(item)
        case feel.If(consequent=consequent, alternative=alternative):
            yield from _texts(consequent)
            yield from _texts(alternative)
