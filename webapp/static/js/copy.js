// Copying: a passage or a section with its citation, or the citation alone.
"use strict";

function textBetween(from, to) {
  const parts = [...document.querySelectorAll("article[data-marks] [data-start]")];
  const chosen = parts.filter((part, i) => {
    const start = Number(part.dataset.start);
    const next = i + 1 < parts.length ? Number(parts[i + 1].dataset.start) : Infinity;
    return start < to && next > from;
  });
  return chosen.map(plain).filter(Boolean).join("\n");
}

function plain(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("button, .turned, .unseen").forEach((extra) => extra.remove());
  const rows = [...copy.querySelectorAll("tr")];
  if (rows.length) return rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t")).join("\n");
  return copy.textContent.replace(/\s+/g, " ").trim();
}

async function copyOut(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the clipboard is closed to scripts; the old way still works.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  window.say("Đã chép.");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy], [data-under]");
  if (!button) return;
  if (button.dataset.copy !== undefined) copyOut(button.dataset.copy);
  else copyOut(`${textBetween(Number(button.dataset.from), Number(button.dataset.to))}\n\n(${button.dataset.under})`);
});
