"""The built-in functions of FEEL (DMN 1.5, 10.3.4), one module per heading of it; ours apart in calendar.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.dsl.builtins import boolean, calendar, context, conversion, number, registry, sort, string, temporal
from engine.dsl.builtins import list as lists
from engine.dsl.builtins import range as ranges
from engine.dsl.values import Function

HEADINGS = (conversion, boolean, string, lists, number, temporal, ranges, sort, context, calendar)
"""The modules that register functions."""

BUILTINS: Mapping[str, Function] = MappingProxyType({name: registry.function(name) for name in registry.SIGNATURES})
"""Every built-in function by its FEEL name."""
