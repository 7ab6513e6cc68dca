"""engine/runtime/store."""
