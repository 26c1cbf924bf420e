// Eight tasks by the keyboard alone, without the page's own keys: Tab, Enter, Space, arrows and letters.
//
//  1. Find an article and open it at its first match.
//  2. See only what one paper wrote, and again what all of them did.
//  3. Go to the next page of results, and to newer ones first.
//  4. Walk through the matches of a long article.
//  5. Unfold the copies of a story and open one.
//  6. Unfold what was cut from an article, and read why.
//  7. Save the results.
//  8. Check a draft and go to the source of a quotation.

import assert from "node:assert/strict";
import {test} from "node:test";
import {harmless, withPage} from "./desk.mjs";
import {DRAFT, firstArticle} from "./states.mjs";

const MAX_STEPS = 150;

/** Presses Tab until what has the focus fits `selector`, and sees that the focus can be seen and is not covered. */
async function tabTo(page, selector, key = "Tab") {
  const passed = [];
  for (let step = 0; step < MAX_STEPS; step++) {
    await page.keyboard.press(key);
    const focused = await page.evaluate((selector) => {
      const element = document.activeElement;
      const {x, y, width, height} = element.getBoundingClientRect();
      const above = document.elementFromPoint(x + width / 2, y + height / 2);
      return {
        name: `${element.localName} ${element.textContent.trim().slice(0, 20)}`,
        fits: element.matches(selector),
        isDay: element.type === "date",
        outline: getComputedStyle(element).outlineStyle,
        isCovered: Boolean(above?.closest("header")) && !element.closest("header"),
      };
    }, selector);
    passed.push(focused.name);
    // The button in a field of a day has a ring of the browser's own.
    if (!focused.name.startsWith("body") && !focused.isDay) {
      assert.notEqual(focused.outline, "none", `${focused.name} shows no focus`);
      assert.equal(focused.isCovered, false, `${focused.name} is covered`);
    }
    if (focused.fits) return;
  }
  assert.fail(`${selector} cannot be reached: ${passed.join(" | ")}`);
}

const task = (number, name, steps) => {
  test(`task ${number}: ${name}`, async () => withPage(await harmless(), {}, async (page) => {
    await page.goto("/help"); // keys of letters are off
    await page.evaluate(() => localStorage.setItem("keys", "off"));
    await steps(page, page.keyboard);
  }));
};

task(1, "find an article and open it at its first match", async (page, keyboard) => {
  await page.goto("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await keyboard.type("weather station weddings");
  await keyboard.press("Enter");
  await page.locator(".hit").first().waitFor();
  await tabTo(page, ".hit h3 a");
  await keyboard.press("Enter");
  await page.waitForURL(/\/article\/.*#m1$/);
  // The next Tab goes on from the match.
  await tabTo(page, ".jump a, .more summary, footer a, .text a");
});

task(2, "see only what one paper wrote, and again all", async (page, keyboard) => {
  await page.goto("/?q=ferry");
  await tabTo(page, "a.skip");
  await keyboard.press("Enter");
  await tabTo(page, "#facet-site ~ ul a.value");
  await keyboard.press("Enter");
  await page.waitForURL(/site=/);
  await page.locator(".chips li").first().waitFor();
  await tabTo(page, ".chips a");
  await keyboard.press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("site"));
});

task(3, "go to newer results first, and to the next page", async (page, keyboard) => {
  await page.goto("/?q=ferry");
  await tabTo(page, ".options a[href*='sort=newest']");
  await keyboard.press("Enter");
  await page.waitForURL(/sort=newest/);
  await page.locator(".options a[href*='sort=newest'][aria-current]").waitFor();
  await tabTo(page, ".pages a[rel=next]");
  await keyboard.press("Enter");
  await page.waitForURL(/offset=10/);
  await page.locator(".hits[start='11']").waitFor();
});

task(4, "walk through the matches of a long article", async (page, keyboard) => {
  await page.goto(await firstArticle(await harmless(), "lantern"));
  for (const number of [2, 3, 4]) {
    await tabTo(page, `.jump a[href='#m${number}']`);
    await keyboard.press("Enter");
    await page.waitForURL(new RegExp(`#m${number}$`));
    const box = await page.locator(`#m${number}`).boundingBox();
    assert(box.y > 0 && box.y < 800, `match ${number} is at ${box.y}`);
  }
});

task(5, "unfold the copies of a story and open one", async (page, keyboard) => {
  await page.goto("/?q=marianne+mechanics");
  await tabTo(page, ".copies summary");
  await keyboard.press("Space");
  await tabTo(page, ".copies li a");
  await keyboard.press("Enter");
  await page.waitForURL(/\/article\//);
  await tabTo(page, "#copies summary");
  await keyboard.press("Enter");
  assert.equal(await page.locator("#copies").evaluate((details) => details.open), true);
});

task(6, "unfold what was cut, and read why", async (page, keyboard) => {
  await page.goto(await firstArticle(await harmless(), "marianne site:courier.example"));
  await page.evaluate(() => location.assign("#main"));
  await tabTo(page, "details.cut summary");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^\d+ parts? cut: \w/);
  await keyboard.press("Enter");
  assert.equal(await page.locator("details.cut p").first().isVisible(), true);
});

task(7, "save the results", async (page, keyboard) => {
  await page.goto("/?q=ferry");
  await tabTo(page, "a[download][href^='/export.csv']");
  const [download] = await Promise.all([page.waitForEvent("download"), keyboard.press("Enter")]);
  assert.match(download.suggestedFilename(), /\.csv$/);
});

task(8, "check a draft and go to the source of a quotation", async (page, keyboard) => {
  await page.goto("/");
  await tabTo(page, "nav a[href='/verify']", "Shift+Tab");
  await keyboard.press("Enter");
  await page.waitForURL(/\/verify$/);
  await tabTo(page, "#draft");
  await keyboard.insertText(DRAFT);
  await tabTo(page, "form.verify button");
  await keyboard.press("Enter");
  await page.locator("#checked").waitFor();
  await tabTo(page, ".report a[href*='/article/']");
  await keyboard.press("Enter");
  await page.waitForURL(/\/article\/.*#L\d+$/);
});

test("two links skip what is before the results", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await tabTo(page, "a.skip[href='#main']");
    await page.keyboard.press("Enter");
    await tabTo(page, "a.skip[href='#found']");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#found" && document.querySelector("#found:target"));
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest("#found"))), true);
  });
});
