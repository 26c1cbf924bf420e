// The eleven states of the page that are checked, validated and photographed.

export const DRAFT = `The ferry to Skarholm does not sail.

“No ferry sails from this harbor before the storm is over,” harbor master Ann Lee said.

“We have waited before, and we shall wait no longer,” said Peter Voss, a fisherman.

“It is cheaper to mend a pier than to build one,” said the mayor.

“Nobody ever asked the lighthouse what it thinks of the new timetable,” said Gudrun Holm.
`;

/** Returns the address of the article that the first result of `query` opens. */
export async function firstArticle(server, query) {
  const page = await server.text(`/?${new URLSearchParams({q: query})}`);
  const [, address] = /<h3[^>]*><a href="([^"]+)"/.exec(page) ?? [];
  if (!address) throw new Error(`no article for ${query}`);
  return address.replaceAll("&amp;", "&");
}

/** Saves a search, unless one of its name is. */
async function saveSearch(server, name, q) {
  const headers = {"content-type": "application/x-www-form-urlencoded"};
  await server.fetch("/saved", {method: "POST", headers, body: `${new URLSearchParams({action: "save", name, q})}`, redirect: "manual"});
}

/** Returns the eleven states as pairs of a name and an address; `draft` is posted to the address. */
export async function allStates(server) {
  await saveSearch(server, "storms", "storm");
  return [
    {name: "start", address: "/"},
    {name: "results", address: "/?q=ferry"},
    {name: "filtered", address: "/?q=ferry&site=courier.example&from=2024-01-01&to=2024-12-31&sort=newest&copies=unfolded"},
    {name: "cut", address: "/?q=newsletter&cut=1"},
    {name: "near", address: `/?${new URLSearchParams({q: '"no ferry leaves from this harbor before the storm is over"'})}`},
    {name: "article", address: await firstArticle(server, "marianne harbor quay")},
    {name: "right-to-left", address: await firstArticle(server, "السفينة")},
    {name: "verified", address: "/verify", draft: DRAFT},
    {name: "saved", address: "/saved?q=pier&site=courier.example"},
    {name: "help", address: "/help"},
    {name: "status", address: "/status"},
  ];
}

/** Shows a state. */
export async function show(page, {address, draft}) {
  await page.goto(address);
  if (!draft) return;
  await page.locator("#draft").fill(draft);
  await page.locator("form.verify button").click();
  await page.locator("#checked").waitFor();
}

/** Returns the HTML of a state as the server sends it. */
export function html(server, {address, draft}) {
  if (!draft) return server.text(address);
  const headers = {"content-type": "text/plain"};
  return server.text(address, {method: "POST", headers, body: `draft=${draft.replaceAll("\n", "\r\n")}\r\n`});
}
