// Keyboard: "/" box, j/k results, n/p marks, c copy, "?" list of keys. Never while typing or composing (Telex, VNI).
"use strict";
document.documentElement.classList.add("js");

const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

function say(words) {
  const notice = one("#bao");
  notice.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { notice.textContent = ""; }, 3500);
}
window.say = say;

function typing(event) {
  const at = event.target;
  const field = at instanceof HTMLElement && (at.isContentEditable || at.matches("input:not([type=checkbox]):not([type=submit]), textarea, select"));
  return event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || field;
}

// --- results -----------------------------------------------------------------------------------------------------
function moveCard(step) {
  const cards = all("[data-card]");
  if (!cards.length) return false;
  const now = cards.findIndex((card) => card.contains(document.activeElement));
  const shown = cards.findIndex((card) => card.classList.contains("shown"));
  const next = now < 0 ? (step > 0 ? 0 : Math.max(0, shown)) : Math.min(cards.length - 1, Math.max(0, now + step));
  const link = one("[data-open]", cards[next]);
  link.focus({ preventScroll: true });
  cards[next].scrollIntoView({ block: "nearest" });
  if (one("#xem-truoc")?.offsetParent) peek(cards[next]);
  return true;
}

function peek(card) {
  clearTimeout(peek.timer);
  peek.timer = setTimeout(() => { if (!card.classList.contains("shown")) one("[data-peek]", card)?.click(); }, 150);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-peek]");
  if (!link) return;
  all("[data-card]").forEach((card) => card.classList.toggle("shown", card.contains(link)));
});

// --- marks -------------------------------------------------------------------------------------------------------
let markNow = 0;

function marks() {
  const holder = one("article[data-marks]") || one("#xem-truoc[data-marks]");
  return holder ? all("mark", holder) : [];
}

// A mark over several pieces of text is one; each passage of the preview counts its own from 1.
function markKeys(found) {
  const pieces = all(".piece");
  return found.map((mark) => `${mark.dataset.m}/${pieces.indexOf(mark.closest(".piece"))}`);
}

function showMark(number, { scroll = true, stepped = true } = {}) {
  const found = marks();
  const numbers = [...new Set(markKeys(found))];
  if (!numbers.length) return false;
  markNow = ((number - 1 + numbers.length) % numbers.length) + 1;
  const key = numbers[markNow - 1];
  const mine = (mark) => markKeys([mark])[0] === key;
  let first = null;
  for (const mark of found) {
    mark.classList.toggle("now", mine(mark));
    if (mine(mark)) first = first || mark;
  }
  const folded = first.closest("details:not([open])");
  if (folded) folded.open = true;
  if (scroll) first.scrollIntoView({ block: "center" });
  tellMark();
  tellSeen(numbers.length);
  if (stepped) turnOriginal(first);
  return true;
}

// How many marks the preview has, and which one is shown: "3/12".
function tellSeen(count) {
  const seen = one("[data-seen]");
  if (seen) seen.textContent = markNow ? `${markNow}/${count}` : `${count} chỗ khớp`;
}

function countMarks() {
  markNow = 0;
  tellSeen(new Set(markKeys(marks())).size);
}

// The original beside the text turns to the page of the mark.
function turnOriginal(mark) {
  const holder = one("#ban-goc");
  const before = all("article .turned").filter((turn) => turn.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const page = before?.id.slice("trang-".length);
  if (!holder || !page || one("[data-page]", holder)?.dataset.page === page) return;
  const here = new URL(location.href);
  here.searchParams.set("trang", page);
  history.replaceState(history.state, "", here);
  clearTimeout(turnOriginal.timer);
  turnOriginal.timer = setTimeout(() => window.htmx.ajax("GET", here.pathname + here.search, { target: "#ban-goc", swap: "innerHTML" }), 120);
}

function tellMark() {
  const at = one("[data-at]");
  if (!at) return;
  at.textContent = markNow;
  const here = new URL(location.href);
  here.searchParams.set("m", markNow);
  if (here.hash && !here.hash.startsWith("#d")) here.hash = "";
  history.replaceState(history.state, "", here);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-next], [data-previous]");
  if (!link) return;
  event.preventDefault();
  showMark(markNow + ("next" in link.dataset ? 1 : -1));
});

// --- the outline follows the text ----------------------------------------------------------------------------------
function followOutline() {
  const links = all(".outline a");
  if (!links.length) return;
  const byId = new Map(links.map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const headings = all("article .heading").filter((heading) => byId.has(heading.id));
  let waiting = false;
  const follow = () => {
    waiting = false;
    const above = headings.filter((heading) => heading.getBoundingClientRect().top < 140).pop();
    links.forEach((link) => link.classList.toggle("now", above !== undefined && byId.get(above.id) === link));
    const now = one(".outline a.now");
    const box = one(".outline");
    if (now && box.scrollHeight > box.clientHeight) box.scrollTop = now.offsetTop - box.clientHeight / 2;
  };
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
  follow();
}

// --- keys --------------------------------------------------------------------------------------------------------
const KEYS = {
  "/": () => { const box = one("[data-search]"); box.focus(); box.select(); return true; },
  j: () => moveCard(1),
  k: () => moveCard(-1),
  n: () => showMark(markNow + 1),
  p: () => showMark(markNow ? markNow - 1 : 0),
  c: () => { const button = one("[data-hit]"); button?.click(); return Boolean(button); },
  "?": () => { one("#phim").showModal(); return true; },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("[data-search]")) event.target.blur();
  if (typing(event) || one("dialog[open]")) return;
  if (KEYS[event.key]?.()) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys]")) one("#phim").showModal();
  if (event.target.closest?.("[data-print]")) print();
  if (event.target === one("#phim")) one("#phim").close();
});

document.addEventListener("DOMContentLoaded", () => {
  if (one("[data-at]")) {
    markNow = Number(one("[data-at]").textContent) || 1;
    const toObject = /^#(c|n|f-)/.test(location.hash); // an address of a citation, directive or fact
    const toMark = !toObject && (new URLSearchParams(location.search).has("m") || !location.hash);
    showMark(markNow, { scroll: toMark && marks().length > 0, stepped: false });
  }
  if (one("#xem-truoc")) countMarks();
  followOutline();
  const tab = one(".tabs [aria-current]"); // on a narrow screen the tabs scroll sideways
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 24;
  // On a narrow screen the filters begin folded, so that the first result is seen at once.
  if (matchMedia("(max-width: 860px)").matches) one("#loc")?.removeAttribute("open");
});
document.addEventListener("htmx:before:request", () => document.documentElement.classList.add("htmx-busy"));
document.addEventListener("htmx:finally:request", () => document.documentElement.classList.remove("htmx-busy"));
document.addEventListener("htmx:error", () => say("Chưa kết nối được máy chủ; hãy thử lại."));
document.addEventListener("htmx:after:swap", () => {
  if (one("#xem-truoc")) countMarks();
});
