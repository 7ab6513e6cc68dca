"""Changing trees: nodes are frozen, so a tree with changes is a new tree that shares what stayed the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.dsl.nodes import Node, NullLiteral, Path, links_of, parts_of
from engine.dsl.source import Source, Span

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
    links = {name: getattr(node, name) for name in links_of(type(node))}
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
    kind, span = type(tree), tree.span
    values = [_moved_value(getattr(tree, name), source, shift) for name in parts_of(kind)]
    return kind(*values, span=Span(source, span.start + shift, span.end + shift))


def _moved_value(value: Any, source: Source, shift: int) -> Any:
    if isinstance(value, Node):
        return moved(value, source, shift)
    return tuple([_moved_value(item, source, shift) for item in value]) if isinstance(value, tuple) else value


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
    return node.changed(span=span)
