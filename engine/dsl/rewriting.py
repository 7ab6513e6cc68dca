"""Changing trees: nodes are frozen, so a tree with changes is a new tree that shares what stayed the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.dsl.nodes import Node, NullLiteral, Path, parts_of
from engine.dsl.source import Span

Rewrite = Callable[[Node], Node]


def rewritten(node: Node, rewrites: Mapping[int, Rewrite]) -> Node:
    """The tree with rewrites done, from the leaves up. `rewrites` go by the `id` of the node they replace.

    >>> from engine.dsl.nodes import Name
    >>> score = Name("得分")
    >>> rewritten(Path(score, "x"), {id(score): lambda old: Name("score")})
    Path(subject=Name(name='score'), name='x')
    """
    if not rewrites:
        return node
    values = {name: getattr(node, name) for name in parts_of(type(node))}
    new_values = {name: _rewritten_value(value, rewrites) for name, value in values.items()}
    changed = {name: value for name, value in new_values.items() if value is not values[name]}
    new = replace(node, **changed) if changed else node
    rewrite = rewrites.get(id(node))
    return rewrite(new) if rewrite else new


def _rewritten_value(value: Any, rewrites: Mapping[int, Rewrite]) -> Any:
    if isinstance(value, Node):
        return rewritten(value, rewrites)
    if not isinstance(value, tuple):
        return value
    items = tuple(_rewritten_value(item, rewrites) for item in value)
    return items if any(new is not old for new, old in zip(items, value, strict=True)) else value


def moved(tree: Node, to: Span, start: int) -> Node:
    """The tree of a text that begins at offset `start`, standing at the place `to` where the same text is written.

    >>> from engine.dsl.nodes import Name
    >>> from engine.dsl.source import Source
    >>> source = Source("x.yaml", "a + a")
    >>> str(moved(Name("a", span=source.span(0, 1)), source.span(4, 5), 0).span)
    'x.yaml:1:5'
    """
    source, shift = to.source, to.start - start

    def move(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(move, value))
        if not isinstance(value, Node):
            return value
        span = Span(source, value.span.start + shift, value.span.end + shift)
        return type(value)(*(move(getattr(value, name)) for name in parts_of(type(value))), span=span)

    new: Node = move(tree)
    return new


def nothing(old: Node) -> Node:
    """Null, in the place of what means nothing."""
    return NullLiteral(span=old.span)


def placed(node: Node, span: Span) -> Node:
    """A name or a path, placed where another word stands.

    >>> from engine.dsl.nodes import Name
    >>> from engine.dsl.source import Source
    >>> str(placed(Name("a"), Source("x.yaml", "b").span(0, 1)).span)
    'x.yaml:1:1'
    """
    if isinstance(node, Path):
        return Path(placed(node.subject, span), node.name, span=span)
    return replace(node, span=span)
