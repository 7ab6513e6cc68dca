"""The built-in functions of FEEL (DMN 1.5, 10.3.4), one module per heading of it; ours apart in calendar.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.dsl.builtins import registry
from engine.dsl.values import Function

BUILTINS: Mapping[str, Function] = MappingProxyType({name: registry.function(name) for name in registry.SIGNATURES})
"""Every built-in function by its FEEL name."""
