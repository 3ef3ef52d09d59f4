// Suggestions while typing: a combobox (WAI-ARIA APG) laid over the plain box; rests while an input method composes (Telex, VNI).
"use strict";
(() => {
  const WAIT = 120; // ms without a key before the server is asked
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const list = document.createElement("ul");
  let timer = 0;
  let asking = null;
  let at = -1;
  let typed = box.value;

  list.id = "goi-y";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Gợi ý");
  box.form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox" })) box.setAttribute(name, value);

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    try {
      const answer = await fetch(`/goi-y?${new URLSearchParams({ q: typed })}`, { signal: mine.signal, headers: { Accept: "text/html" } });
      const html = answer.ok ? await answer.text() : "";
      if (mine.signal.aborted || document.activeElement !== box) return;
      list.innerHTML = html;
      at = -1;
      list.hidden = !options().length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      box.removeAttribute("aria-activedescendant");
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function changed() {
    typed = box.value.trim();
    clearTimeout(timer);
    if (!typed) close();
    else timer = setTimeout(ask, WAIT);
  }

  function move(step) {
    const all = options();
    at = (at + step + all.length + 1 + 1) % (all.length + 1) - 1; // one place past the end is the box itself
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) {
      box.value = typed;
      box.removeAttribute("aria-activedescendant");
      return;
    }
    box.value = all[at].dataset.text;
    box.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    if (option.dataset.url) { location.assign(option.dataset.url); return; }
    box.value = option.dataset.text;
    close();
    box.form.requestSubmit();
  }

  box.addEventListener("input", (event) => { if (!event.isComposing) changed(); });
  box.addEventListener("compositionend", changed);
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.form.addEventListener("submit", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" && list.hidden && box.value.trim()) { event.preventDefault(); typed = box.value.trim(); ask(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); box.value = typed; close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(options()[at]); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) choose(option); });
})();
