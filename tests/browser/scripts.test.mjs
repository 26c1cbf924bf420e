// Articles in other scripts, and paper: the direction, the language, and what is printed.

import assert from "node:assert/strict";
import {test} from "node:test";
import {harmless, withPage} from "./desk.mjs";
import {firstArticle} from "./states.mjs";

for (const [name, query, lang, word] of [["Arabic", "السفينة", "ar", /سفينة/], ["Hebrew", "הספינה", "he", /ספינה/]]) {
  test(`${name} is written from right to left`, async () => {
    const server = await harmless();
    await withPage(server, {}, async (page) => {
      await page.goto(`/?q=${encodeURIComponent(query)}`);
      const hit = page.locator(".hit").first();
      const style = (locator, property) => locator.evaluate((element, property) => getComputedStyle(element)[property], property);
      assert.equal(await style(hit.locator("h3"), "direction"), "rtl");
      assert.equal(await style(hit.locator(".passage").first(), "direction"), "rtl");
      assert.equal(await hit.locator(".passage").first().getAttribute("lang"), lang);
      assert.equal(await style(hit.locator(".place code").first(), "direction"), "ltr");
      await page.goto(await firstArticle(server, query));
      const article = page.locator("article.reading");
      assert.equal(await article.getAttribute("lang"), lang);
      assert.equal(await style(article, "direction"), "rtl");
      assert.match(await page.locator("#m1").innerText(), word);
      // The number of a line stands before it, on the right, and has its place to itself.
      const [padding, place] = await page.locator(".text > p[data-n]").first().evaluate((element) =>
        [getComputedStyle(element).paddingRight, getComputedStyle(element, "::before").right].map(parseFloat));
      assert(padding > 30 && place === 0, `${padding} ${place}`);
      // The page's own words go from left to right, and the file's path does.
      assert.equal(await style(page.locator(".place code").first(), "direction"), "ltr");
      assert.equal(await style(page.locator("nav.articles"), "direction"), "ltr");
    });
  });
}

test("the lines of a citation have their own direction", async () => {
  const server = await harmless();
  await withPage(server, {}, async (page) => {
    await page.goto(await firstArticle(server, "السفينة"));
    await page.locator("#cite summary").click();
    const style = await page.locator(".cite").evaluate((cite) => [getComputedStyle(cite).unicodeBidi, getComputedStyle(cite.firstChild).unicodeBidi]);
    assert.deepEqual(style, ["plaintext", "normal"]);
    const path = page.locator(".cite bdi").filter({hasText: "/"}).first();
    assert.equal(await path.evaluate((element) => getComputedStyle(element).direction), "ltr");
  });
});

test("Chinese words are found and marked without spaces between them", async () => {
  const server = await harmless();
  await withPage(server, {}, async (page) => {
    await page.goto(`/?q=${encodeURIComponent("海岸警卫队")}`);
    assert.equal((await page.locator(".hit").first().locator("mark").allInnerTexts()).join(""), "海岸警卫队");
    assert.equal(await page.locator(".hit .passage").first().getAttribute("lang"), "zh");
    assert.match(await page.locator(".place code").first().innerText(), /渡轮\.txt:\d+$/);
    await page.locator(".hit h3 a").first().click();
    await page.locator("#m1").waitFor();
    assert.equal(await page.locator("h1").innerText(), "渡轮停在港口");
    assert.equal(await page.locator("article.reading").getAttribute("lang"), "zh");
  });
});

test("German words are found with and without their umlauts", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=F%C3%A4hre");
    assert.equal(await page.locator(".hit mark").first().innerText(), "Fähre");
    assert.equal(await page.locator(".hit .passage").first().getAttribute("lang"), "de");
  });
});

test("paper shows the article, its source and its matches, and no controls", async () => {
  const server = await harmless();
  await withPage(server, {}, async (page) => {
    await page.goto(await firstArticle(server, "marianne harbor quay"));
    await page.emulateMedia({media: "print"});
    const visible = (selector) => page.locator(selector).first().isVisible();
    for (const selector of ["h1", ".text > p", ".meta", ".place code"]) assert.equal(await visible(selector), true, selector);
    for (const selector of ["body > header", "nav", "form", "button", ".jump", ".place a", "footer"]) {
      assert.equal(await visible(selector), false, selector);
    }
    const weight = await page.locator("mark").first().evaluate((mark) => getComputedStyle(mark).fontWeight);
    assert.equal(weight, "700");
    assert((await page.pdf({format: "A4"})).length > 1000);
    await page.emulateMedia({media: "screen"});
    await page.goto("/?q=ferry");
    await page.emulateMedia({media: "print"});
    assert.equal(await visible(".facets"), false);
    assert.equal(await visible(".hit .passage"), true);
  });
});

test("dark paper is for screens: printed text is dark on white", async () => {
  const server = await harmless();
  await withPage(server, {theme: "dark"}, async (page) => {
    await page.goto("/?q=ferry");
    const colors = () => page.evaluate(() => {
      const {backgroundColor, color} = getComputedStyle(document.body);
      const light = (color) => color.match(/\d+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part) / 3;
      return [light(backgroundColor), light(color)];
    });
    const [paper, ink] = await colors();
    assert(paper < 60 && ink > 200, `${paper} ${ink}`);
    await page.emulateMedia({media: "print"});
    const [printedPaper, printedInk] = await colors();
    assert(printedPaper > 200 && printedInk < 60, `${printedPaper} ${printedInk}`);
  });
});
