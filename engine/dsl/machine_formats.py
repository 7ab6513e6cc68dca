"""Findings for other programs: JSON of ours, SARIF for code hosts and editors, JUnit for build servers.

Gives   `as_json` one finding as plain values; `json`, `sarif` and `junit` many as a text, in the order of their places.
Source  SARIF 2.1.0 (OASIS): lines and columns from 1, columns in characters, the end behind the last one.
        JUnit: the elements that all build servers read. An error is a failure; warnings and hints are printed below
        a case that passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.etree import ElementTree

from engine.dsl import json_text
from engine.dsl.catalogue import filled, headline, message, page, severity
from engine.dsl.diagnostics import Diagnostic, Edit, Severity
from engine.dsl.places import Place, places
from engine.dsl.source import Span
from engine.dsl.text import LANGUAGES

SCHEMA_VERSION = 1  # of every JSON document that guiju prints

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}

Case = tuple[str, str]  # the file and the name of something that passed


def as_json(diagnostic: Diagnostic) -> dict[str, object]:
    """One finding as plain values, in both languages: for editors, for the web, for other programs."""
    told = message(diagnostic.code)
    return {
        "code": diagnostic.code,
        "severity": told.severity.value,
        "message": {lang: headline(diagnostic, lang) for lang in LANGUAGES},
        "labels": [_label(each) for each in zip(*(places(diagnostic, lang) for lang in LANGUAGES), strict=True)],
        "facts": {lang: filled(told.facts, diagnostic.values, lang) for lang in LANGUAGES},
        "values": dict(diagnostic.values),
        "witness": diagnostic.witness,
        "help": {lang: filled(told.help, diagnostic.values, lang) for lang in LANGUAGES},
        "fixes": _fixes(diagnostic),
    }


def json(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """A JSON document with one finding a line."""
    findings = ",\n".join(json_text.dumps(as_json(found)) for found in diagnostics)
    return f'{{"schema_version": {SCHEMA_VERSION}, "diagnostics": [{findings}]}}\n'


def _label(place: tuple[Place, ...]) -> dict[str, object]:
    """A place with what is said there in each of LANGUAGES."""
    said = dict(zip(LANGUAGES, (told.said for told in place), strict=True))
    return {**_range(place[0].span), "text": said, "primary": place[0].main}


def _fixes(diagnostic: Diagnostic) -> list[dict[str, object]]:
    if diagnostic.fix is None:
        return []
    edits = [{**_range(edit.span), "text": edit.text} for edit in diagnostic.fix.edits]
    return [{"safe": diagnostic.fix.safe, "edits": edits}]


def _range(span: Span) -> dict[str, object]:
    """A span as file, lines and columns from 1, the end behind the last character."""
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    place = {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
    return {"file": span.source.name, **place}


# -- SARIF ---------------------------------------------------------------------------------------------------------


def sarif(diagnostics: Sequence[Diagnostic], lang: str) -> str:
    """A SARIF 2.1.0 log of one run."""
    codes = sorted({found.code for found in diagnostics})
    driver = {"name": "guiju", "rules": [_rule(code, lang) for code in codes]}
    results = [_result(found, codes.index(found.code), lang) for found in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(code: str, lang: str) -> dict[str, object]:
    return {
        "id": code,
        "shortDescription": {"text": message(code).headline.say(lang)},
        "help": {"text": page(code, lang)},
        "defaultConfiguration": {"level": LEVELS[severity(code)]},
    }


def _result(found: Diagnostic, rule: int, lang: str) -> dict[str, object]:
    told = message(found.code)
    notes = [*filled(told.facts, found.values, lang), *filled(told.help, found.values, lang)]
    main, *others = (_location(place) for place in places(found, lang))
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": LEVELS[told.severity],
        "message": {"text": "\n".join([headline(found, lang), *notes])},
        "locations": [main],
        "relatedLocations": others,
    }
    if found.witness is not None:
        result["properties"] = {"witness": found.witness}
    if found.fix:
        result["fixes"] = [_sarif_fix(found.fix.edits)]
    return result


def _location(place: Place) -> dict[str, object]:
    where: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": place.span.source.name},
            "region": _region(place.span),
        }
    }
    return {**where, "message": {"text": place.said}} if place.said else where


def _region(span: Span) -> dict[str, int]:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _sarif_fix(edits: Iterable[Edit]) -> dict[str, object]:
    """The edits of a fix by the files that they change."""
    changes = [
        {
            "artifactLocation": {"uri": name},
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in group
            ],
        }
        for name, group in groupby(edits, key=lambda edit: edit.span.source.name)
    ]
    return {"artifactChanges": changes}


# -- JUnit ---------------------------------------------------------------------------------------------------------


def junit(diagnostics: Sequence[Diagnostic], lang: str, passed: Iterable[Case] = ()) -> str:
    """A JUnit report: a suite for every file; its cases are the findings, and what passed."""
    cases = [(found.span.source.name, _case(found, lang)) for found in diagnostics]
    cases += (
        (file, ElementTree.Element("testcase", classname=_legal(file), name=_legal(name))) for file, name in passed
    )
    root = ElementTree.Element("testsuites", _counts([case for _, case in cases]))
    for file, group in groupby(sorted(cases, key=lambda each: each[0]), key=lambda each: each[0]):
        inside = [case for _, case in group]
        ElementTree.SubElement(root, "testsuite", {"name": _legal(file), **_counts(inside)}).extend(inside)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(found: Diagnostic, lang: str) -> ElementTree.Element:
    said = headline(found, lang)
    name = f"{found.code} {found.span.line}:{found.span.column} {said}"
    case = ElementTree.Element("testcase", classname=_legal(found.span.source.name), name=_legal(name))
    told = message(found.code)
    text = _legal("\n".join([str(found.span), said, *filled(told.facts, found.values, lang)]))
    if told.severity is Severity.ERROR:
        ElementTree.SubElement(case, "failure", type=found.code, message=_legal(said)).text = text
    else:
        ElementTree.SubElement(case, "system-out").text = text
    return case


def _counts(cases: Sequence[ElementTree.Element]) -> dict[str, str]:
    failures = sum(case.find("failure") is not None for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}


def _legal(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return re.sub(_ILLEGAL, "\ufffd", text)


_ILLEGAL = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
