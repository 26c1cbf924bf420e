// Articles, addresses and drafts that attack: none runs a script, makes an element, asks another machine, or hides
// what it says.

import assert from "node:assert/strict";
import {test} from "node:test";
import {ATTACKS, NAMES} from "./attacks.mjs";
import {harmless, hostile, openPage, withPage} from "./desk.mjs";
import {show, allStates} from "./states.mjs";

/** Returns the elements of the page with the names of their attributes, each once: `a[href]`. */
const elements = (page) => page.evaluate(() => {
  const found = new Set();
  for (const element of document.querySelectorAll("*")) {
    found.add(element.localName);
    for (const {name} of element.attributes) found.add(`${element.localName}[${name}]`);
  }
  return [...found];
});

/** Returns what the addresses of the page lead to that is neither this server, the web nor the editor. */
const oddLinks = (page) => page.evaluate(() => [...document.querySelectorAll("[href], [src], [action]")]
  .map((element) => element.href?.baseVal ?? element.href ?? element.src ?? element.action)
  .filter((address) => {
    const {protocol, origin, hostname} = new URL(address, location.href);
    const isWeb = ["http:", "https:"].includes(protocol) && hostname === "ok.example";
    return origin !== location.origin && !isWeb && protocol !== "vscode:";
  }));

/** Signs that turn the direction of a text, or that nobody sees. */
const hidden = (page) => page.evaluate(() => {
  const field = document.querySelector("#q").value;
  const text = document.body.innerText.replaceAll(field || "\0", "");
  return text.match(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2060\u0001-\u0008\u001b\u0080-\u009f]|[\u{e0000}-\u{e007f}]/u)?.[0];
});

let ofTemplates;

/** Returns what the templates make: what the pages of the harmless archive have, in all of their states. */
async function templates() {
  if (ofTemplates) return ofTemplates;
  const server = await harmless();
  ofTemplates = new Set();
  const states = await allStates(server);
  const more = ["/?q=ferry&offset=10", "/?q=ferry&limit=100", "/?q=xylophone", "/?q=ferry&values=site&find=a&odd=1",
    "/?q=ferry&from=1911&to=2024&count=speaker", "/article/AAAA", "/verify", "/?q=marianne+Ann+Lee&copies=folded",
    "/?q=ferry&undated=1&-site=harbor.example"];
  for (const state of [...states, ...more.map((address) => ({address}))]) {
    await withPage(server, {}, async (page) => {
      await show(page, state);
      for (const name of await elements(page)) ofTemplates.add(name);
      page.problems = page.problems.filter((problem) => !problem.includes("404"));
    });
  }
  return ofTemplates;
}

/** Fails if the page has what no template makes. */
async function assertTame(page, what) {
  const known = await templates();
  const made = (await elements(page)).filter((name) => !known.has(name));
  assert.deepEqual(made, [], `made by ${what}`);
  assert.deepEqual(await oddLinks(page), [], `led to by ${what}`);
  assert.equal(await hidden(page), undefined, `hidden by ${what}`);
  assert.deepEqual(page.problems, [], `by ${what}`);
}

/** Returns the addresses of all articles that the results link to. */
async function allArticles(page, query) {
  const addresses = [];
  for (let offset = 0; ; offset += 100) {
    await page.goto(`/?q=${query}&limit=100&copies=unfolded&offset=${offset}`);
    await assertTame(page, `results from ${offset}`);
    const found = await page.locator(".hit h3 a").evaluateAll((links) => links.map((link) => link.href));
    addresses.push(...found);
    if (found.length < 100) return addresses;
  }
}

test("there are enough attacks", () => {
  assert(ATTACKS.length >= 60 && new Set(ATTACKS).size === ATTACKS.length);
});

for (const script of [true, false]) {
  test(`results and articles, ${script ? "with" : "without"} the script`, async () => {
    await withPage(await hostile(), {script}, async (page) => {
      const addresses = await allArticles(page, "ferry");
      assert(addresses.length >= ATTACKS.length + NAMES.length, `${addresses.length} articles`);
      for (const address of script ? addresses : addresses.filter((_, number) => number % 6 === 0)) {
        await page.goto(address);
        assert.equal(await page.locator("article.reading").count(), 1, address);
        await assertTame(page, await page.locator("h1").innerText());
      }
    });
  });
}

test("what was cut", async () => {
  await withPage(await hostile(), {}, async (page) => {
    assert((await allArticles(page, "newsletter&cut=1")).length > 10);
  });
});

test("an attack is read as it was written", async () => {
  await withPage(await hostile(), {}, async (page) => {
    await page.goto("/?q=ferry&limit=100&copies=unfolded");
    const titles = await page.locator(".hit h3").allInnerTexts();
    for (const attack of ["<img src=x onerror=alert(1)>", "{{constructor.constructor('alert(1)')()}}", "javascript:alert(1)"]) {
      assert(titles.some((title) => title === `Ferry ${attack}`), attack);
    }
  });
});

test("addresses: the query, the filters, and what means nothing", async () => {
  await withPage(await hostile(), {}, async (page) => {
    for (const attack of ATTACKS) {
      const typed = encodeURIComponent(attack.slice(0, 300));
      await page.goto(`/?q=${typed}&within=${typed}&site=${typed}&-folder=${typed}&${typed}=${typed}&from=${typed}&find=${typed}`);
      await assertTame(page, `the address of ${attack}`);
      assert.equal(await page.locator("#main").count(), 1);
    }
  });
});

test("typing: results that the script puts in place", async () => {
  await withPage(await hostile(), {}, async (page) => {
    await page.goto("/?q=ferry");
    for (const attack of ATTACKS.filter((_, number) => number % 5 === 0)) {
      const query = attack.slice(0, 200).replace(/[\r\n\t]/g, " ");
      await page.locator("#q").fill(query);
      await page.keyboard.press("Enter");
      await page.waitForFunction((query) => new URLSearchParams(location.search).get("q") === query.trim() ||
        new URLSearchParams(location.search).get("q") === query, query);
      await page.locator("#count").waitFor();
      await assertTame(page, `typing ${query}`);
    }
  });
});

test("a draft", async () => {
  await withPage(await hostile(), {}, async (page) => {
    const draft = ATTACKS.map((attack) => `“No ferry sails today ${attack} from that harbor,” said ${attack}.\n\n${attack}\n`).join("\n");
    await show(page, {address: "/verify", draft});
    assert(await page.locator(".report").count() >= 40);
    // The field has the draft as it was pasted.
    await page.locator("#draft").evaluate((field) => (field.value = ""));
    await page.locator("#draft").evaluate((field) => field.replaceChildren());
    await assertTame(page, "the draft");
  });
});

test("addresses of articles that nobody made", async () => {
  const server = await hostile();
  const page = await openPage(server);
  for (const id of ["AAAA", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5c", "%00", "a%0d%0aSet-Cookie:x=1", "<script>", "x".repeat(2000)]) {
    const answer = await page.goto(`/article/${id}`);
    assert([400, 404].includes(answer.status()), `${id}: ${answer.status()}`);
    assert.equal(answer.headers()["set-cookie"], undefined);
  }
  await page.context().close();
});

test("no cell of the CSV is a formula, and the JSON is data", async () => {
  const server = await hostile();
  const csv = await (await server.fetch("/export.csv?q=ferry&copies=unfolded")).text();
  const cells = csv.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g);
  let count = 0;
  for (const [, quoted, bare] of cells) {
    assert.doesNotMatch(quoted ?? bare, /^[=+\-@\t\r]/);
    count++;
  }
  assert(count > 1000, `${count} cells`);
  const answer = await server.fetch("/export.json?q=ferry&copies=unfolded");
  assert.match(answer.headers.get("content-type"), /^application\/json/);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  JSON.parse(await answer.text());
});

test("nothing is let in that has no cookie, and the code opens the page once", async () => {
  const server = await hostile();
  const page = await openPage(Object.assign(Object.create(server), {cookie: undefined}));
  const answer = await page.goto("/");
  assert.equal(answer.status(), 401);
  assert.equal((await page.goto(server.address)).status() >= 400, true);
  await page.context().close();
});
