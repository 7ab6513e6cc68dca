"""engine/dsl/builtins."""
