// Comfort on top of pages that work without it.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const load = async (address, signal) =>
  new DOMParser().parseFromString(await (await fetch(address, {signal})).text(), "text/html");

// Results in place

let request; // the one under way
let shown = location.search; // the state of the results that are shown

/** Shows the results at `address` in place of these; returns whether it did. */
async function show(address, isBack) {
  request?.abort();
  request = new AbortController();
  const {signal} = request;
  let page;
  try {
    page = await load(address, signal);
    if (!one("#search", page)) throw page;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return false;
  }
  if (signal.aborted) return false;
  if (!isBack) history.pushState(null, "", address);
  shown = location.search;
  const focused = document.activeElement?.id;
  const isOpen = one(".facets details")?.open;
  one("#main").replaceChildren(...one("#main", page).childNodes);
  one("footer").replaceChildren(...one("footer", page).childNodes);
  // The box keeps what is being typed.
  const box = one("#search");
  all("input[type=hidden]", box).forEach((field) => field.remove());
  box.append(...all("input[type=hidden]", one("#search", page)));
  if (isBack) one("#q").value = one("#q", page).value;
  document.title = page.title;
  const filters = one(".facets details");
  if (filters) filters.open = isOpen ?? filters.open;
  prepare();
  if (focused) document.getElementById(focused)?.focus();
  say(one("#count")?.textContent.trim());
  return true;
}

/** Moves the focus from a box to the results. */
function goToResults() {
  (one("#found") ?? one("#main")).focus({preventScroll: true});
  scrollTo(0, 0);
}

/** Has a screen reader say `text`. */
const say = (text = "") => { one("#live").textContent = text; };

const isOfResults = (url) => url.origin === location.origin && url.pathname + location.pathname === "//";

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  const url = new URL(form.action);
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(fields);
  if (!isOfResults(url)) return;
  event.preventDefault();
  const isOfBox = form.matches(".search, .within");
  const typed = one("#q").value;
  show(url.href).then((isShown) => {
    // Who types on, or has gone elsewhere, stays there.
    const place = document.activeElement;
    const isWaiting = one("#q").value === typed && (place === document.body || place?.closest(".search, .within"));
    if (isShown && isOfBox && isWaiting) goToResults();
  });
});

addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const hit = link.closest(".hit");
  if (hit) history.replaceState(one("h3", hit).id, ""); // to come back to
  const url = new URL(link.getAttribute("href"), location.href);
  if (!isOfResults(url) || url.hash || link.hasAttribute("download")) return;
  event.preventDefault();
  show(url.href).then(() => scrollTo(0, 0));
});

addEventListener("popstate", () => {
  // A link within the page changes the part behind # only.
  if (location.pathname === "/" && location.search !== shown) show(location.href, true);
});

/** Shows the page anew once it is another one: the index is still to come. */
async function lookAgain() {
  try {
    if ((await load(location.href)).title !== document.title) return location.reload();
  } catch {
    // The server may come back.
  }
  waiting = setTimeout(lookAgain, 3000);
}

let waiting;

// Places

/** Copies the text of a place. */
async function copy(place) {
  try {
    await navigator.clipboard.writeText(place.textContent);
    const button = place.nextElementSibling;
    const {copy, copied} = document.body.dataset;
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 2000);
    say(`${copied}: ${place.textContent}`);
  } catch {
    getSelection().selectAllChildren(place);
  }
}

/** Adds what needs this script: buttons, and days as the reader writes them. */
function prepare() {
  clearTimeout(waiting);
  // A draft that was sent is not sent again.
  if (one("[data-passes]") && location.pathname !== "/verify") waiting = setTimeout(lookAgain, 3000);
  for (const place of all(".place code, .copies code")) {
    if (place.nextElementSibling?.className === "copy") continue;
    const parts = {type: "button", className: "copy", textContent: document.body.dataset.copy, onclick: () => copy(place)};
    place.after(" ", Object.assign(document.createElement("button"), parts));
  }
  const days = new Intl.DateTimeFormat(navigator.languages, {dateStyle: "medium", timeZone: "UTC"});
  for (const time of all("time[datetime]")) {
    if (/^\d{4}-\d\d-\d\d$/.test(time.dateTime)) time.textContent = days.format(new Date(time.dateTime));
  }
  latest = document.getElementById(history.state ?? location.hash.slice(1))?.closest(".hit");
  if (latest) one("a", latest).focus({preventScroll: true});
  const switched = one("#keys-on");
  if (switched) {
    switched.disabled = false;
    switched.checked = hasKeys();
    switched.onchange = () => localStorage.setItem("keys", switched.checked ? "on" : "off");
  }
}

// Keys

const hasKeys = () => localStorage.getItem("keys") !== "off";
const isTyping = (element) => element?.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

let latest; // the result that had the focus last
addEventListener("focusin", ({target}) => { latest = target.closest(".hit") ?? latest; });

/** Returns the place, copy or result that has the focus, or else the latest result. */
const atHand = () => document.activeElement?.closest(".hit .place, .hit li, .hit") ?? (latest?.isConnected ? latest : null);

/** Moves the focus to the next result, or the one before. */
function move(step) {
  const hits = all(".hit");
  const current = hits.indexOf(atHand()?.closest(".hit"));
  const hit = hits[current + step] ?? hits[Math.max(current, 0)];
  if (!hit) return;
  one("a", hit).focus();
  hit.scrollIntoView({block: "nearest"});
}

/** What each key does. */
const keys = {
  "/": () => one("#q")?.select(),
  "?": () => location.assign("/help#keys"),
  j: () => move(1),
  k: () => move(-1),
  c: () => {
    const place = one("code", atHand() ?? one("#place")?.parentElement ?? document.head);
    if (place) copy(place);
    else say(document.body.dataset.none);
  },
  o: () => {
    const copies = one(".copies", atHand()?.closest(".hit") ?? document.head) ?? one("#copies");
    if (copies) copies.open = !copies.open;
  },
};

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.id === "q" && !event.isComposing) {
    event.preventDefault(); // the browser would empty the box
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !hasKeys()) return;
  // Other scripts have their letters in the places of these.
  const key = /^[!-~]/.test(event.key) ? event.key : event.code.replace("Key", "").toLowerCase();
  const act = Object.hasOwn(keys, key) && keys[key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Filters would push the results out of sight.
if (matchMedia("(max-width: 55rem)").matches) one(".facets details")?.removeAttribute("open");
prepare();
