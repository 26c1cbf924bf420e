// Comfort on top of pages that work without it: results in place, keys, and places copied.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Results in place

let request; // the one under way
let shown = location.search; // the state of the results that are shown

/** Shows the page at `address` in place of this one, if both are of results; returns whether it did. */
async function show(address, isBack) {
  request?.abort();
  request = new AbortController();
  const {signal} = request;
  let page;
  try {
    const answer = await fetch(address, {signal, headers: {Accept: "text/html"}});
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return false;
  }
  if (signal.aborted) return false;
  const main = one("#main", page);
  if (!main || !one("#search", page)) {
    location.assign(address);
    return false;
  }
  if (!isBack) history.pushState(null, "", address);
  shown = location.search;
  const focused = document.activeElement?.id;
  const isOpen = one(".facets details")?.open;
  one("#main").replaceChildren(...main.childNodes);
  one("footer").replaceChildren(...one("footer", page).childNodes);
  // The box keeps what is being typed; its other fields are those of the new state.
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

/** Moves the focus from a box to the results, where the keys work. */
function goToResults() {
  (one("#found") ?? one("#main")).focus({preventScroll: true});
  scrollTo(0, 0);
}

/** Has a screen reader say `text`. */
function say(text) {
  let live = one("#live");
  if (!live) {
    live = document.createElement("p");
    live.id = "live";
    live.className = "hidden";
    live.setAttribute("aria-live", "polite");
    document.body.append(live);
  }
  live.textContent = text ?? "";
}

const isOfResults = (url) => url.origin === location.origin && url.pathname === "/" && location.pathname === "/";

document.addEventListener("submit", (event) => {
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
    const place = document.activeElement ?? document.body;
    const isWaiting = one("#q").value === typed && (place === document.body || place.closest(".search, .within"));
    if (isShown && isOfBox && isWaiting) goToResults();
  });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.getAttribute("href"), location.href);
  if (!isOfResults(url) || url.hash || link.hasAttribute("download")) return;
  event.preventDefault();
  show(url.href).then(() => scrollTo(0, 0));
});

addEventListener("popstate", () => {
  // A link within the page changes no more than the part behind #.
  if (location.pathname === "/" && location.search !== shown) show(location.href, true);
});

// An index that is still to come

/** Shows the page anew once it is another one. */
async function lookAgain() {
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.title !== document.title) return location.reload();
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

/** Adds what needs this script: buttons that copy, and days in the form of the reader. */
function prepare() {
  clearTimeout(waiting);
  // A draft that was sent is not sent again.
  if (one("[data-passes]") && location.pathname !== "/verify") waiting = setTimeout(lookAgain, 3000);
  for (const place of all(".place code")) {
    if (place.nextElementSibling?.className === "copy") continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = document.body.dataset.copy;
    button.addEventListener("click", () => copy(place));
    place.after(" ", button);
  }
  const days = new Intl.DateTimeFormat(navigator.languages, {dateStyle: "medium", timeZone: "UTC"});
  for (const time of all("time[datetime]")) {
    if (/^\d{4}-\d\d-\d\d$/.test(time.dateTime)) time.textContent = days.format(new Date(time.dateTime));
  }
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

/** Moves the focus to the next of `places`, or the one before. */
function move(places, step) {
  if (!places.length) return;
  const current = places.findIndex((place) => place.contains(document.activeElement));
  const next = places[Math.min(Math.max(current + step, 0), places.length - 1)];
  const target = one("a", next) ?? next;
  target.focus();
  target.scrollIntoView({block: "nearest"});
}

/** What each key does. A page adds its own. */
const keys = {
  "/": () => one("#q")?.select(),
  "?": () => location.assign("/help#keys"),
  j: () => move(all(".hit"), 1),
  k: () => move(all(".hit"), -1),
  c: () => {
    const place = one(".place code", document.activeElement?.closest(".hit") ?? document);
    if (place) copy(place);
  },
  o: () => {
    const copies = one(".copies", document.activeElement?.closest(".hit") ?? document);
    if (copies) copies.open = !copies.open;
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.id === "q" && !event.isComposing) {
    event.preventDefault(); // the browser would empty the box
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !hasKeys()) return;
  const act = Object.hasOwn(keys, event.key) && keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// In a narrow window the filters would push the results out of sight.
if (matchMedia("(max-width: 55rem)").matches) one(".facets details")?.removeAttribute("open");
prepare();
