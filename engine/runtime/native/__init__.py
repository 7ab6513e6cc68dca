"""The native form of a lowered tree: what the compiled executor runs.

Both executors run what lowering.py made. The traced one walks it as it is. For the compiled one it is first rewritten
here: where the shapes of values are known (shapes.py), Python's own operators stand for the operations of FEEL, and a
context that only its last entry is asked of is not made. Value, reasons for nulls and what counts against the limits
stay the same (tests/runtime/test_native.py): an operand that may be null, or of another class, is looked at first, and
then the operation itself is called. One surprise is not looked for: a number too large for FEEL ends the native form
with an ArithmeticError, and the tree is run as it was.

    shapes       what is known of values
    rewriting    the forms of a tree: names, contexts, choices, functions
    operators, structures, calls, tables    what each operation becomes: a rule
    vocabulary   what native forms call beside the operations
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.runtime.lowering import Lowered
from engine.runtime.native.calls import CALLS
from engine.runtime.native.operators import OPERATORS
from engine.runtime.native.rewriting import Native, Rule
from engine.runtime.native.shapes import Shape
from engine.runtime.native.structures import STRUCTURES
from engine.runtime.native.tables import TABLES
from engine.runtime.syntax import locate

RULES: Mapping[str, Rule] = {**OPERATORS, **STRUCTURES, **CALLS, **TABLES}


def native(lowered: Lowered, shapes: Sequence[Shape]) -> tuple[Lowered, Shape]:
    """The native form of a function whose parameters have these shapes, and the shape of its value."""
    rewriting = Native(dict(lowered.constants), RULES)
    tree, shape = rewriting.function(lowered.tree, shapes, {})
    locate(tree, lowered.span)
    return replace(lowered, tree=tree, constants=rewriting.constants), shape
