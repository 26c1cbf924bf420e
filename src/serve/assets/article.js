// The reading view: keys for its matches and articles, and the number of the match that is shown.

const matchAt = (hash) => /^#m\d+$/.test(hash) ? Number(hash.slice(2)) : 0;

/** Goes to the match `step` behind the one that is shown. */
function goToMatch(step) {
  const count = Number(one("#matches")?.dataset.of ?? 0);
  if (!count) return;
  const next = matchAt(location.hash) + step;
  // Behind the last match comes the first. Going back leads to the results, not through all matches.
  location.replace("#m" + (next > count ? 1 : next < 1 ? count : next));
}

/** Shows which match is the one in the address, and unfolds what it is in. */
function showMatch() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let parent = target; parent; parent = parent.parentElement) if (parent.localName === "details") parent.open = true;
  const matches = one("#matches");
  const number = matchAt(location.hash);
  if (!matches || !number) return;
  matches.textContent = matches.dataset.one.replace("{}", number).replace("{}", matches.dataset.of);
  for (const link of all(".matches a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
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
