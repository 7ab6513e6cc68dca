// Quicker pages, not other pages: while somebody types into a form[data-live], the server's answer to what is typed so far replaces
// the parts of the page that carry data-region and differ. The part in which one types is left alone. Every page works without this.
"use strict";

const PAUSE_MS = 350;

function regions(root) {
  return new Map([...root.querySelectorAll("[data-region]")].map((part) => [part.id, part]));
}

function settle(page) {
  const fresh = regions(page);
  for (const [id, part] of regions(document)) {
    const other = fresh.get(id);
    if (other && !part.contains(document.activeElement) && part.outerHTML !== other.outerHTML) part.replaceWith(document.adoptNode(other));
  }
}

function follow(form) {
  let timer, request;
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const body = new FormData(form);
    body.set("_action", "preview");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: request.signal });
      if (answer.ok) settle(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
}

document.querySelectorAll("form[data-live]").forEach(follow);
