"""Changing trees: nodes are frozen, so a tree with changes is a new tree that shares what stayed the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from engine.dsl.nodes import Node, NullLiteral
from engine.dsl.source import Source, Span

Rewrite = Callable[[Node], Node]
Placed = TypeVar("Placed")


def rewritten(node: Node, rewrites: Mapping[int, Rewrite]) -> Node:
    """The tree with rewrites done, from the leaves up. `rewrites` go by the `id` of the node they replace.

    >>> from engine.dsl.nodes import Name, Path
    >>> score = Name("得分")
    >>> rewritten(Path(score, "x"), {id(score): lambda old: Name("score")})
    Path(subject=Name(name='score'), name='x')
    """
    if not rewrites:
        return node
    links = {name: getattr(node, name) for name in node.links}
    changed = {name: new for name, old in links.items() if (new := _rewritten_value(old, rewrites)) is not old}
    new = node.changed(**changed) if changed else node
    rewrite = rewrites.get(id(node))
    return rewrite(new) if rewrite else new


def _rewritten_value(value: Any, rewrites: Mapping[int, Rewrite]) -> Any:
    if isinstance(value, Node):
        return rewritten(value, rewrites)
    if not isinstance(value, tuple):
        return value
    items = tuple(_rewritten_value(item, rewrites) for item in value)
    return items if any(new is not old for new, old in zip(items, value, strict=True)) else value


def moved(tree: Node, source: Source, shift: int) -> Node:
    """The tree of a text that stands in another place, in some source and so many characters further on.

    >>> from engine.dsl.nodes import Name
    >>> source = Source("x.yaml", "a + a")
    >>> str(moved(Name("a", span=source.span(0, 1)), source, 4).span)
    'x.yaml:1:5'
    """
    return _located(tree, lambda old: Span(source, old.start + shift, old.end + shift))


def placed(tree: Placed, span: Span) -> Placed:
    """The tree, or the trees in a tuple, with every node standing at `span`.

    >>> from engine.dsl.nodes import Name, Path, walk
    >>> tree = placed(Path(Name("a"), "x"), Source("x.yaml", "b").span(0, 1))
    >>> [str(node.span) for node in walk(tree)]
    ['x.yaml:1:1', 'x.yaml:1:1']
    """
    return _located(tree, lambda old: span)


def _located(value: Placed, place: Callable[[Span], Span]) -> Placed:
    """A tree, or a tuple of trees, with every node at another place."""
    made: Any = value
    if isinstance(value, tuple):
        made = tuple([_located(each, place) for each in value])
    elif isinstance(value, Node):
        parts = [getattr(value, name) for name in value.parts]
        parts = [_located(each, place) if isinstance(each, (Node, tuple)) else each for each in parts]
        made = type(value)(*parts, span=place(value.span))
    return cast(Placed, made)


def nothing(old: Node) -> Node:
    """Null, in the place of what means nothing."""
    return NullLiteral(span=old.span)
