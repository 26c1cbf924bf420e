// Every state is an address: going back and forward, and opening the address elsewhere, show the same.

import assert from "node:assert/strict";
import {test} from "node:test";
import {harmless, withPage} from "./desk.mjs";

/** Returns what the page shows, without the time that the search took. */
async function shown(page) {
  const text = await page.locator("main").innerText();
  return `${await page.title()}\n${text}`.replace(/\d+(\.\d+)? ms/g, "").replace(/\s+/g, " ");
}

/** Steps from state to state, each with a sign that it is there. */
const STEPS = [
  [(page) => page.locator("#q").fill("ferry").then(() => page.keyboard.press("Enter")), /q=ferry$/],
  [(page) => page.locator("#facet-site ~ ul a.value").first().click(), /site=/],
  [(page) => page.locator(".options a", {hasText: "newest first"}).click(), /sort=newest/],
  [(page) => page.locator("#within").fill("council").then(() => page.keyboard.press("Enter")), /within=council/],
  [(page) => page.locator(".chips a").last().click(), (url) => !url.searchParams.has("site")],
  [(page) => page.locator(".timeline svg a").last().click(), /from=|undated=/],
  [(page) => page.locator(".hit h3 a").first().click(), /\/article\//],
];

for (const script of [true, false]) {
  test(`each state is an address, ${script ? "with" : "without"} the script`, async () => {
    const server = await harmless();
    await withPage(server, {script}, async (page) => {
      await page.goto("/");
      const states = [{address: page.url(), text: await shown(page)}];
      for (const [step, sign] of STEPS) {
        await step(page);
        await page.waitForURL(sign);
        await page.waitForFunction((before) => document.querySelector("main").innerText !== before, "");
        await page.waitForLoadState();
        await page.waitForTimeout(script ? 50 : 0);
        states.push({address: page.url(), text: await shown(page)});
      }
      assert.equal(new Set(states.map((state) => state.address)).size, states.length);
      for (const state of states) {
        await withPage(server, {script}, async (other) => {
          await other.goto(state.address);
          assert.equal(await shown(other), state.text, state.address);
        });
      }
      const walk = async (go, list) => {
        for (const state of list) {
          await go();
          await page.waitForURL(state.address);
          for (let tries = 0; tries < 100 && await shown(page) !== state.text; tries++) await page.waitForTimeout(20);
          assert.equal(await shown(page), state.text, state.address);
        }
      };
      await walk(() => page.goBack(), states.slice(0, -1).reverse());
      assert.equal(await page.locator("#q").inputValue(), "");
      await walk(() => page.goForward(), states.slice(1));
    });
  });
}

test("parameters that mean nothing are named, and repeated ones are kept", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry&colour=red&site=courier.example&site=harbor.example&limit=0");
    const notes = await page.locator(".notes").innerText();
    assert.match(notes, /colour=red/);
    assert.match(notes, /limit=0/);
    const chips = await page.locator(".chips li").allInnerTexts();
    assert.equal(chips.length, 2);
  });
});

test("typing on while an older answer is under way shows the newer one", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await page.route(/q=pier/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue().catch(() => {});
    });
    await page.locator("#q").fill("pier");
    await page.keyboard.press("Enter");
    await page.locator("#q").fill("council");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=council/);
    await page.waitForTimeout(500);
    assert.match(page.url(), /q=council/);
    assert.match(await page.locator(".read").innerText(), /council/);
  });
});
