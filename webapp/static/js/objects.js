// Citations and directives in the text: one is chosen without a new page, marks are shown or left out at once.
"use strict";
(() => {
  const article = () => document.querySelector("article[data-marks]");
  const keep = (change) => {
    const here = new URL(location.href);
    change(here.searchParams, here);
    history.replaceState(history.state, "", here);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-pick]");
    if (!link) return;
    document.querySelectorAll(".chosen").forEach((old) => old.classList.remove("chosen"));
    for (const same of document.querySelectorAll(`[data-pick="${CSS.escape(link.dataset.pick)}"]`)) {
      const part = same.matches(".flag") ? same.nextElementSibling : same;
      part?.classList.add("chosen");
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-toggle]");
    if (!link || !article()) return;
    event.preventDefault();
    const name = link.dataset.toggle;
    const hidden = article().classList.toggle(`no-${name}`);
    link.setAttribute("aria-pressed", String(!hidden));
    keep((query) => {
      const others = query.getAll("an").filter((value) => value !== name);
      query.delete("an");
      [...others, ...(hidden ? [name] : [])].forEach((value) => query.append("an", value));
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches?.("[data-toggle]")) { event.preventDefault(); event.target.click(); }
  });

  function close() {
    const panel = document.querySelector("#doi-tuong [data-object]");
    if (!panel || panel.querySelector("form.fix")) return false;
    const back = document.querySelector(`[data-pick="${CSS.escape(panel.dataset.object)}"]`);
    panel.remove();
    document.querySelectorAll(".chosen").forEach((old) => old.classList.remove("chosen"));
    keep((query, here) => { query.delete("chon"); query.delete("sua"); here.hash = ""; });
    back?.focus({ preventScroll: true });
    return true;
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-unpick]") && close()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing && !document.querySelector("dialog[open]")) close(); });
})();
