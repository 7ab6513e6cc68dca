"""What a page puts in people's way: what axe finds with all its parts opened, and width beyond the window."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def barriers(page: Page) -> list[str]:
    """Everything on the page, as it is now, that somebody could not use."""
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    violations = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [
        *(f"{page.url} {each['id']}: {node['target']}" for each in violations for node in each["nodes"]),
        *([f"{page.url} is {wide} px too wide"] if wide > 0 else []),
    ]
