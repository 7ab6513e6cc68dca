"""engine/dsl."""
