"""DMN XML: reading it (`read_dmn`), with its imports."""

from engine.model.dmn_xml.reader import read_dmn

__all__ = ["read_dmn"]
