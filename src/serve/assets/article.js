// The reading view: its keys, and the match that is shown.

const matchAt = (hash) => /^#m\d+$/.test(hash) ? Number(hash.slice(2)) : 0;

/** Returns the address of the match `step` behind the one that is shown. Behind the last comes the first. */
function matchBehind(step) {
  const count = Number(one("#matches").dataset.of);
  const next = matchAt(location.hash) + step;
  return "#m" + (next > count ? 1 : next < 1 ? count : next);
}

/** Goes to the match `step` behind. Back leads to the results, not through all matches. */
const goToMatch = (step) => one("#matches") && location.replace(matchBehind(step));

/** Returns the line or page of the file on which `element` begins; 0 if none is known. */
function lineOf(element) {
  const isBegun = (place) => place === element || place.compareDocumentPosition(element) & 4; // follows
  const lines = all(".reading :is([id^=L], [id^=P])");
  let [first, end] = [0, lines.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if (isBegun(lines[middle])) first = middle + 1;
    else end = middle;
  }
  return Number(lines[first - 1]?.id.slice(1) ?? 0);
}

/** Shows which match is the one in the address, unfolds what it is in, and names its line. */
function showMatch() {
  const target = document.getElementById(location.hash.slice(1));
  for (let parent = target; parent; parent = parent.parentElement) if (parent.localName === "details") parent.open = true;
  const place = one("#place");
  const line = place && target && one(".reading").contains(target) && lineOf(target);
  if (line) {
    place.textContent = place.textContent.replace(/\d+$/, line);
    for (const link of all("[data-link]")) link.href = link.dataset.link.replaceAll("{line}", line);
  }
  const matches = one("#matches");
  const number = matchAt(location.hash);
  if (!matches || !number) return;
  matches.textContent = matches.dataset.one.replace("{}", number).replace("{}", matches.dataset.of);
  for (const link of all("[data-step]")) link.hash = matchBehind(Number(link.dataset.step));
  for (const link of all(".matches a:not([data-step])")) link.ariaCurrent = link.hash === location.hash || null;
  say(matches.textContent);
}

if (one(".reading")) {
  const follow = (selector) => () => one(selector)?.click();
  Object.assign(keys, {
    n: () => goToMatch(1),
    p: () => goToMatch(-1),
    j: follow("a[rel=next]"),
    k: follow("a[rel=prev]"),
    u: follow(".articles .back"),
  });
  addEventListener("hashchange", showMatch);
  showMatch();
}
