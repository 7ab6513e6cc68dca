"""engine/model/kinds."""
