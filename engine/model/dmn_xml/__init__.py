"""DMN XML: reading it (`read_dmn`), with its imports, and writing it (`write_dmn`), with a diagram."""

from engine.model.dmn_xml.reader import read_dmn
from engine.model.dmn_xml.writer import write_dmn

__all__ = ["read_dmn", "write_dmn"]
