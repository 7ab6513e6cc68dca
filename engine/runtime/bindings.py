"""What a name means at a place of a tree: which Python identifier holds it, and which items come before it.

FEEL lets an inner name hide an outer one, and lets the entries of a filtered item hide everything outside the filter,
which only the item can tell when it is there. So names resolve in layers: bound names, and items.

Identifiers are the FEEL names as they are (`ast.Name` takes any text), with `$` signs behind a name that hides another
or that belongs to Python or to a built-in function. A `$` cannot stand in a FEEL name, so they never collide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.dsl.builtins import BUILTINS

RESERVED = frozenset({"", "None", "True", "False", "__debug__"}) | frozenset(BUILTINS)
"""Identifiers that Python's compiler refuses to bind, and those of the built-in functions."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """The names in view; `item` is the identifier of a filtered item whose entries hide all that is `outer`."""

    identifiers: Mapping[str, str] = field(default_factory=dict)
    item: str = ""
    outer: Bindings | None = None
    taken: frozenset[str] = RESERVED

    def bind(self, names: Iterable[str]) -> Bindings:
        """With further names, each under an identifier that nothing else in view uses.

        >>> NO_BINDINGS.bind(["x"]).bind(["x", "None", "$add"]).identifiers
        {'x': 'x$', 'None': 'None$', '$add': '_$add'}
        """
        identifiers: dict[str, str] = {}
        taken = set(self.taken)
        for name in names:
            identifier = f"_{name}" if name.startswith("$") else name
            while identifier in taken:
                identifier += "$"
            taken.add(identifier)
            identifiers[name] = identifier
        if self.item:
            return Bindings(identifiers, outer=self, taken=frozenset(taken))
        return Bindings({**self.identifiers, **identifiers}, outer=self.outer, taken=frozenset(taken))

    def knows(self, name: str) -> bool:
        """Whether a name is bound or a built-in function; the entries of a filtered item are not looked at."""
        return name in self.identifiers or (self.outer.knows(name) if self.outer else name in BUILTINS)

    def filtering(self) -> Bindings:
        """Inside the predicate of a filter: `item` is bound, and the item's own entries come before everything."""
        inner = self.bind(["item"])
        return Bindings(item=inner.identifiers["item"], outer=inner, taken=inner.taken)

    def parameters(self, names: Iterable[str]) -> list[str]:
        """The identifiers of names bound in this layer."""
        return [self.identifiers[name] for name in names]


NO_BINDINGS = Bindings()
