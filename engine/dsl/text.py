"""Text in two languages: a label or a message that exists in zh and en."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in Chinese and in English. A label written once serves both.

    >>> Text("客户", "Customer").say("en"), str(Text("客户", "Customer")), Text("客户").say("en")
    ('Customer', '客户', '客户')
    """

    zh: str
    en: str = ""

    def say(self, language: str) -> str:
        """The text in "zh" or "en"; the other language where one is missing."""
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)

    def __str__(self) -> str:
        return self.zh or self.en
