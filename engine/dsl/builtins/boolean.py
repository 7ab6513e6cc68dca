"""Boolean function (DMN 1.5, 10.3.4.2)."""

from __future__ import annotations

from engine.dsl.builtins.registry import builtin

SECTION = "10.3.4.2"


@builtin("not", section=SECTION)
def not_(negand: bool) -> bool:
    """The opposite of a boolean. Null when the argument is not a boolean.

    not(true) = false
    not(1 > 2) = true
    not(null) = null
    """
    return not negand
