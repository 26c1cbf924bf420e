// From a telephone to a large screen: nothing is wider than the window, and lines stay readable.

import assert from "node:assert/strict";
import {test} from "node:test";
import {writeArchive} from "./archive.mjs";
import {harmless, hostile, newFolder, serve, withPage} from "./desk.mjs";
import {firstArticle, show, allStates} from "./states.mjs";

const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));

/** Returns the elements that are wider than the window. What scrolls by itself, and what is hidden, does not count. */
const wide = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  const reaches = (element) => {
    const {left, right} = element.getBoundingClientRect();
    return right > width + 0.5 || left < -0.5;
  };
  const excused = ".skip, .hidden, #live, .scroll *, pre *, svg *";
  const found = [...document.body.querySelectorAll("*")].filter((element) => !element.matches(excused) && reaches(element));
  const scrolls = document.documentElement.scrollWidth > width;
  return {scrolls, found: found.map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 30)}`)};
});

test("nothing scrolls sideways at 320 pixels, nor at a text of twice the size", async () => {
  const server = await harmless();
  await withPage(server, {width: 320, height: 640}, async (page) => {
    for (const state of await allStates(server)) {
      await show(page, state);
      await unfold(page);
      assert.deepEqual(await wide(page), {scrolls: false, found: []}, state.name);
    }
  });
  await withPage(server, {width: 640, height: 640}, async (page) => {
    for (const state of await allStates(server)) {
      await show(page, state);
      await unfold(page);
      const scrolls = await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("html { font-size: 200% }");
        document.adoptedStyleSheets = [sheet];
        return document.documentElement.scrollWidth > document.documentElement.clientWidth;
      });
      assert.equal(scrolls, false, state.name);
    }
  });
});

test("names and words of any length stay within 320 pixels", async () => {
  const server = await hostile();
  await withPage(server, {width: 320, height: 640}, async (page) => {
    await page.goto("/?q=ferry&limit=100");
    await unfold(page);
    assert.equal((await wide(page)).scrolls, false);
    await page.goto(await firstArticle(server, "ferry WWWW*"));
    await unfold(page);
    assert.equal((await wide(page)).scrolls, false);
  });
});

test("lines stay readable on a screen of 4K", async () => {
  const server = await harmless();
  await withPage(server, {width: 3840, height: 2160}, async (page) => {
    for (const state of await allStates(server)) {
      await show(page, state);
      assert.equal((await wide(page)).scrolls, false, state.name);
      const widest = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll(".text p, .passage")].map((p) => p.clientWidth)));
      assert(widest < 800, `${state.name}: a paragraph is ${widest} pixels wide`);
    }
  });
});

test("targets are at least 24 pixels high, or stand in text", async () => {
  const server = await harmless();
  await withPage(server, {width: 320, height: 640}, async (page) => {
    await page.goto("/?q=ferry&site=courier.example");
    const small = await page.evaluate(() => [...document.querySelectorAll("button, .chips a, .exclude, input:not([type=hidden])")]
      .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect().height])
      .filter(([, height]) => height > 0 && height < 24));
    assert.deepEqual(small.filter(([html]) => !html.includes("checkbox")), []);
  });
});

test("filters are folded in a narrow window, and stay as the reader leaves them", async () => {
  const server = await harmless();
  await withPage(server, {width: 320, height: 640}, async (page) => {
    await page.goto("/?q=ferry");
    const site = page.locator("#facet-site ~ ul a.value").first();
    assert.equal(await site.isVisible(), false);
    await page.locator(".facets summary").click();
    await site.click();
    await page.waitForURL(/site=/);
    await page.locator(".chips li").waitFor();
    assert.equal(await page.locator("#facet-site").isVisible(), true);
  });
  await withPage(server, {width: 320, height: 640, script: false}, async (page) => {
    await page.goto("/?q=ferry");
    assert.equal(await page.locator("#facet-site").isVisible(), true);
  });
});

test("signs piled on a letter and titles without end make no page wide", async () => {
  const folder = newFolder();
  const piled = `Z${"\u0335\u0316\u0358".repeat(540)}`;
  const record = (id, title) => ({id, title, site: title, author: title, date: "2024-05-01", text: `${title} was seen at the quay by the ferry crew.`});
  const records = [record(`a${piled}`, piled), record("b", "endless ".repeat(1200)), record("c", "endless".repeat(1200))];
  writeArchive(folder, {"a.jsonl": records.map((record) => JSON.stringify(record) + "\n").join("")});
  const server = await serve(folder);
  await server.letIn();
  await withPage(server, {width: 320, height: 640}, async (page) => {
    for (const address of ["/?q=quay&copies=unfolded", await firstArticle(server, "quay")]) {
      await page.goto(address);
      await unfold(page);
      const [scrolls, title] = await page.evaluate(() =>
        [document.documentElement.scrollWidth - innerWidth, Math.max(0, ...[...document.querySelectorAll("h3")].map((h3) => h3.clientHeight))]);
      assert(scrolls <= 0, `${address}: ${scrolls} pixels too wide`);
      assert(title < 1500, `a title is ${title} pixels high`);
    }
  });
});
