// What the page is for, with the script and without it.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {harmless, withPage} from "./desk.mjs";
import {DRAFT} from "./states.mjs";

/** Returns the text of the first result's title. */
const firstTitle = (page) => page.locator(".hit h3").first().innerText();

/** Types a query into the box and sends it. */
async function search(page, query) {
  await page.locator("#q").fill(query);
  await page.locator("#q").press("Enter");
  await page.locator("#count").filter({hasText: /article/}).waitFor();
  await page.waitForURL((url) => url.searchParams.get("q") === query);
}

/** Returns the text of a file that a link saves. */
async function save(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return {name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8")};
}

for (const script of [true, false]) {
  describe(script ? "with the script" : "without the script", () => {
    const flow = (name, steps) => test(name, async () => withPage(await harmless(), {script}, steps));

    flow("search: sentences with marks, source, day and place", async (page) => {
      await page.goto("/");
      await search(page, "cheaper to mend a pier");
      const hit = page.locator(".hit").first();
      assert.deepEqual((await hit.locator("mark").allInnerTexts()).slice(0, 5), ["cheaper", "to", "mend", "a", "pier"]);
      assert.match(await hit.locator(".origin").innerText(), /\.example · .*20\d\d/);
      assert.match(await hit.locator(".place code").first().innerText(), /\/news\/wire\/2024\.jsonl#s\d+:\d+$/);
      assert.match(await page.locator(".read").innerText(), /cheaper/);
    });

    flow("filter: a facet, the same excluded, and neither", async (page) => {
      await page.goto("/?q=ferry");
      const all = await page.locator("#count").innerText();
      await page.locator("#facet-site ~ ul a.value", {hasText: "courier.example"}).click();
      await page.waitForURL(/site=courier\.example/);
      await page.locator(".chips").getByText("Site: courier.example").waitFor();
      for (const source of await page.locator(".hit .source").allInnerTexts()) assert.match(source, /courier/);
      await page.locator(".chips a").click();
      await page.waitForURL((url) => !url.searchParams.has("site"));
      await page.locator(".exclude[aria-label$='courier.example']").click();
      await page.locator(".chips").getByText("not courier.example").waitFor();
      const sources = await page.locator(".hit .source").allInnerTexts();
      assert(sources.length > 0 && !sources.includes("courier.example"), sources.join());
      await page.locator(".chips a").click();
      await page.waitForURL((url) => url.search === "?q=ferry");
      assert.equal((await page.locator("#count").innerText()).replace(/ [\d.]+ ms/, ""), all.replace(/ [\d.]+ ms/, ""));
    });

    flow("filter: a bar of the histogram, the undated, and days that cannot be", async (page) => {
      await page.goto("/?q=ferry&from=2023&to=2024");
      await page.locator(".timeline").getByRole("link", {name: /^Oct 2024/}).click();
      await page.waitForURL(/from=2024-10-01&to=2024-10-31/);
      for (const day of await page.locator(".hit time").all()) {
        assert.match(await day.getAttribute("datetime"), /^2024-10/);
      }
      await page.goto("/?q=ferry");
      await page.locator("p.apart a", {hasText: /^undated: 5 articles$/}).click();
      await page.waitForURL(/undated=1/);
      assert.match(await page.locator("#count").innerText(), /^5 articles/);
      await page.goto("/?q=ferry");
      await page.locator("p.apart a", {hasText: /^impossible day: 1 article$/}).click();
      await page.waitForURL(/impossible=1/);
      assert.match(await page.locator("#count").innerText(), /^1 article /);
    });

    flow("page: on and back", async (page) => {
      await page.goto("/?q=ferry");
      const first = await firstTitle(page);
      await page.getByRole("link", {name: "Next"}).click();
      await page.waitForURL(/offset=10/);
      await page.locator(".hits[start='11']").waitFor();
      assert.notEqual(await firstTitle(page), first);
      await page.getByRole("link", {name: "Previous"}).click();
      await page.locator(".hits[start='1']").waitFor();
      assert.equal(await firstTitle(page), first);
    });

    flow("read: opened at the first match, and on to the next article", async (page) => {
      await page.goto("/?q=lantern");
      await page.locator(".hit h3 a").first().click();
      await page.waitForURL(/\/article\/.*#m1$/);
      const mark = page.locator("#m1");
      assert.equal(await mark.innerText(), "lantern");
      const box = await mark.boundingBox();
      assert(box.y > 0 && box.y < 800, `the first match is at ${box.y}`);
      assert.equal(await page.locator("mark[id^=m]").count(), 17);
      assert(Number(await page.locator("p[id^=L]").last().getAttribute("data-n")) > 2900);
      await page.locator("nav.matches a[aria-label='match 17 of 17']").click();
      const last = await page.locator("#m17").boundingBox();
      assert(last.y > 0 && last.y < 800, `the last match is at ${last.y}`);
      await page.goto("/?q=ferry");
      const second = await page.locator(".hit h3").nth(1).innerText();
      await page.locator(".hit h3 a").first().click();
      await page.locator("a[rel=next]").click();
      await page.locator("h1").getByText(second).waitFor();
      await page.locator(".articles .back").click();
      await page.waitForURL((url) => url.pathname === "/" && url.searchParams.get("q") === "ferry");
    });

    flow("copies: folded beneath the result, and each a result of its own", async (page) => {
      await page.goto("/?q=marianne+mechanics");
      assert.match(await page.locator("#count").innerText(), /^4 articles, 1 story/);
      assert.equal(await page.locator(".hit").count(), 1);
      const copies = page.locator(".hit .copies");
      assert.equal(await copies.locator("li a").first().isVisible(), false);
      await copies.locator("summary").click();
      assert.equal(await copies.locator("li a:visible").count(), 3);
      await page.getByRole("link", {name: "unfold copies"}).click();
      await page.waitForURL(/copies=unfolded/);
      await page.locator(".hit").nth(3).waitFor();
      await page.locator(".hit h3 a").first().click();
      await page.locator("#copies summary").click();
      const differing = page.locator("#copies").locator("ins, del");
      assert.match((await differing.allInnerTexts()).join(" "), /half an hour|twenty minutes/);
    });

    flow("what was cut: folded in place with its reason, and searched", async (page) => {
      await page.goto("/?q=newsletter");
      await page.locator(".understood a[href*='cut=1']").click();
      await page.waitForURL(/cut=1/);
      await page.locator(".hit h3 a").first().click();
      const cut = page.locator("details.cut", {has: page.locator("mark")}).first();
      assert.equal(await cut.locator("mark").first().isVisible(), true);
      assert.match(await cut.locator("summary").innerText(), /^\d+ parts? cut: \w+/);
      const folded = page.locator("details.cut:not([open])");
      assert(await folded.count() > 0);
      await folded.first().locator("summary").click();
      assert.equal(await page.locator("details.cut").first().locator("p:visible").count() > 0, true);
    });

    flow("export: the rows that are shown, in their order, and all of them", async (page) => {
      await page.goto("/?q=ferry&site=courier.example&sort=newest&copies=unfolded");
      const total = Number(/^(\d+) articles/.exec(await page.locator("#count").innerText())[1]);
      const json = await save(page, page.locator("a[download]", {hasText: "JSON"}));
      assert.match(json.name, /\.json$/);
      const hits = JSON.parse(json.text).hits ?? JSON.parse(json.text);
      assert.equal(hits.length, total);
      const shown = await page.locator(".hit h3").allInnerTexts();
      assert.deepEqual(hits.slice(0, shown.length).map((hit) => hit.title), shown);
      const csv = await save(page, page.locator("a[download]", {hasText: "CSV"}));
      assert.match(csv.name, /\.csv$/);
      assert(csv.text.trim().split("\n").length > total);
    });

    flow("saved: a search is saved, what matches is marked, and it is removed", async (page) => {
      const name = script ? "ferries" : "ferries without the script";
      await page.goto("/?q=ferry&-lang=de");
      await page.getByRole("link", {name: "Save this search"}).click();
      await page.getByLabel("Name").fill(name);
      await page.getByRole("button", {name: "Save", exact: true}).click();
      await page.waitForURL((url) => url.pathname === "/saved" && url.search === "");
      const section = page.locator("section.saved", {has: page.getByRole("link", {name, exact: true})});
      assert.match(await section.locator(".count").innerText(), /\d+ articles match now/);
      await section.getByRole("button", {name: "Mark as reported"}).click();
      await section.locator(".count").filter({hasText: "nothing new"}).waitFor();
      await section.getByRole("link", {name, exact: true}).click();
      await page.waitForURL((url) => url.searchParams.get("q") === "ferry" && url.searchParams.get("-lang") === "de");
      await page.goto("/saved");
      await section.getByRole("button", {name: "Remove"}).click();
      await section.waitFor({state: "detached"});
    });

    flow("verify: a verdict beside each quotation, and its source at the line", async (page) => {
      await page.goto("/");
      await page.getByRole("link", {name: "Verify"}).click();
      await page.locator("#draft").fill(DRAFT);
      await page.locator("form.verify button").click();
      await page.locator("#checked").waitFor();
      const verdicts = await page.locator(".report").evaluateAll((all) => all.map((report) => report.className));
      // What was checked is shown, and has the focus.
      assert.equal(await page.evaluate(() => location.hash + document.activeElement.id), "#checkedchecked");
      assert.deepEqual(verdicts.map((name) => name.split(" ")[1]), ["verbatim", "differs", "verbatim", "absent"]);
      assert.equal((await page.locator("#draft").inputValue()).trim(), DRAFT.trim());
      await page.locator(".report a[href*='/article/']").first().click();
      await page.waitForURL(/\/article\/.*#L\d+$/);
      const line = page.locator(new URL(page.url()).hash);
      assert.match(await line.innerText(), /No ferry sails from this harbor/);
      // The way back leads to the report, and loading it again asks nothing.
      await page.locator(".articles .back").click();
      await page.waitForURL(/\/verify\/[0-9a-f]{32}#v1$/);
      await page.reload();
      assert.equal(await page.locator(".report").count(), 4);
      await page.locator("#draft").fill("");
      await page.locator("form.verify button").click();
      await page.getByRole("alert").getByText("The draft is empty").waitFor();
    });
  });
}
