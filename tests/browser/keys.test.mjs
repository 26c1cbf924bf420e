// The keys of the page: what each does, that none acts while somebody types, and that they can be switched off.

import assert from "node:assert/strict";
import {test} from "node:test";
import {harmless, withPage} from "./desk.mjs";
import {firstArticle} from "./states.mjs";

/** Returns the number of the result that has the focus, or 0. */
const focusedResult = (page) => page.evaluate(() => document.activeElement?.closest(".hit")?.value ?? 0);
const focusedId = (page) => page.evaluate(() => document.activeElement?.id);
const hash = (page) => page.evaluate(() => location.hash);
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test("/ goes to the box and marks what is in it", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await page.keyboard.press("/");
    assert.equal(await focusedId(page), "q");
    assert.equal(await page.evaluate(() => getSelection().toString()), "ferry");
  });
});

test("j and k walk through the results, and Enter opens one", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    for (const [key, expected] of [["j", 1], ["j", 2], ["j", 3], ["k", 2], ["k", 1], ["k", 1]]) {
      await page.keyboard.press(key);
      assert.equal(await focusedResult(page), expected, key);
    }
    const title = await page.locator(".hit h3").first().innerText();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/article\/.*#m1$/);
    assert.equal(await page.locator("h1").innerText(), title);
  });
});

test("after a search by a box the keys work", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/");
    for (const [box, words] of [["#q", "ferry"], ["#within", "harbor"]]) {
      await page.locator(box).fill(words);
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.id === "found");
      await page.keyboard.press("j");
      assert.equal(await focusedResult(page), 1, box);
    }
  });
});

test("Escape leaves the box, and its text stays", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    assert.equal(await focusedId(page), "");
    assert.equal(await page.locator("#q").inputValue(), "ferry");
    await page.keyboard.press("j");
    assert.equal(await focusedResult(page), 1);
  });
});

test("n and p walk through all matches and around", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto(await firstArticle(await harmless(), "lantern"));
    await page.locator("#matches").getByText("1 of 17").waitFor();
    for (let n = 2; n <= 17; n++) {
      await page.keyboard.press("n");
      await page.locator("#matches").getByText(`${n} of 17`).waitFor();
    }
    const last = await page.locator("#m17").boundingBox();
    assert(last.y > 0 && last.y < 800, `the last match is at ${last.y}`);
    await page.keyboard.press("n");
    await page.waitForURL(/#m1$/);
    await page.keyboard.press("p");
    await page.waitForURL(/#m17$/);
    await page.keyboard.press("p");
    await page.waitForURL(/#m16$/);
  });
});

test("j, k and u go to the other articles and back to the results", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    const titles = await page.locator(".hit h3").allInnerTexts();
    await page.locator(".hit h3 a").nth(1).click();
    // The title is there before the script, which knows the keys.
    const opened = async (title) => {
      await page.locator("h1").getByText(title).waitFor();
      await page.waitForLoadState("load");
    };
    await opened(titles[1]);
    await page.keyboard.press("j");
    await opened(titles[2]);
    await page.keyboard.press("k");
    await opened(titles[1]);
    await page.keyboard.press("u");
    await page.waitForURL((url) => url.pathname === "/" && url.searchParams.get("q") === "ferry");
  });
});

test("c copies the path and line", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    const place = await page.locator(".hit").nth(1).locator(".place code").first().innerText();
    await page.locator("#live").getByText(place).waitFor({state: "attached"});
    assert.equal(await clipboard(page), place);
    assert.match(place, /^\/.*:\d+$/);
    await page.locator(".hit").nth(1).locator("button.copy").first().getByText("copied").waitFor();
    await page.locator(".hit").nth(1).locator("button.copy").first().getByText("copy", {exact: true}).waitFor();
  });
});

test("back from an article, c and j are at the result that was opened", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    const place = (number) => page.locator(".hit").nth(number - 1).locator(".place code").first().innerText();
    for (const back of [() => page.keyboard.press("u"), () => page.goBack()]) {
      for (let n = 0; n < 2; n++) await page.keyboard.press("j");
      const number = await focusedResult(page);
      assert(number > 1);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/article\//);
      await page.waitForLoadState("load");
      await back();
      await page.waitForURL((url) => url.pathname === "/");
      await page.waitForLoadState("load");
      await page.keyboard.press("c");
      await page.locator("#live").getByText("copied").waitFor({state: "attached"});
      assert.equal(await clipboard(page), await place(number));
      await page.keyboard.press("j");
      assert.equal(await focusedResult(page), number + 1);
    }
  });
});

test("c copies the place of the copy that has the focus, and none if nothing is chosen", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=marianne+mechanics");
    await page.evaluate(() => navigator.clipboard.writeText("nothing"));
    await page.keyboard.press("c");
    await page.locator("#live").getByText("nothing is chosen").waitFor({state: "attached"});
    assert.equal(await clipboard(page), "nothing");
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    const copy = page.locator(".hit .copies li").nth(1);
    await copy.locator("a").focus();
    await page.keyboard.press("c");
    await copy.getByText("copied").waitFor();
    assert.equal(await clipboard(page), await copy.locator("code").innerText());
  });
});

test("keys of another script act by their place", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    const press = (key, code) => page.evaluate((init) => document.body.dispatchEvent(new KeyboardEvent("keydown", init)), {key, code, bubbles: true});
    await press("о", "KeyJ");
    await press("о", "KeyJ");
    await press("л", "KeyK");
    assert.equal(await focusedResult(page), 1);
  });
});

test("the link to the editor follows the match", async () => {
  const address = await firstArticle(await harmless(), "lantern");
  await withPage(await harmless(), {}, async (page) => {
    await page.goto(address);
    const first = await page.locator("#editor").getAttribute("href");
    await page.keyboard.press("n");
    await page.locator("#matches").getByText("2 of 17").waitFor();
    const line = await page.locator("p:has(#m2)").getAttribute("data-n");
    assert.equal(await page.locator("#editor").getAttribute("href"), first.replace(/\d+$/, line));
  });
  await withPage(await harmless(), {script: false}, async (page) => {
    await page.goto(address.replace(/#.*/, "#m2"));
    const line = await page.locator("p:has(#m2)").getAttribute("data-n");
    const link = page.locator("#m2 + .jump a", {hasText: "✎"});
    assert.equal(await link.isVisible(), true);
    assert.match(await link.getAttribute("href"), new RegExp(`:${line}$`));
  });
});

test("the line that c copies is that of the match", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto(await firstArticle(await harmless(), "lantern"));
    const first = await page.locator("#place").innerText();
    await page.keyboard.press("n");
    await page.locator("#matches").getByText("2 of 17").waitFor();
    await page.keyboard.press("c");
    const line = await page.locator("p:has(#m2)").getAttribute("data-n");
    await page.locator(".place button").first().getByText("copied").waitFor();
    assert.equal(await clipboard(page), first.replace(/\d+$/, line));
    assert.notEqual(await clipboard(page), first);
    const number = page.locator("a.line").last();
    await number.click();
    await page.waitForURL(/#L\d+$/);
    const lineNumber = new URL(page.url()).hash.slice(2);
    await page.locator("#place", {hasText: new RegExp(`:${lineNumber}$`)}).waitFor();
  });
});

test("o unfolds and folds the copies", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=marianne+mechanics");
    await page.keyboard.press("j");
    const copies = page.locator(".hit .copies li").first();
    await page.keyboard.press("o");
    assert.equal(await copies.isVisible(), true);
    await page.keyboard.press("o");
    assert.equal(await copies.isVisible(), false);
  });
});

test("? lists the keys", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await page.keyboard.press("?");
    await page.waitForURL(/\/help#keys$/);
    const keys = await page.locator(".keys kbd").allInnerTexts();
    for (const key of ["/", "j", "k", "n", "p", "c", "o", "u", "?"]) assert(keys.includes(key), `${key} in ${keys}`);
  });
});

test("no key acts while somebody types", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    const address = page.url();
    for (const field of ["#q", "#within"]) {
      await page.locator(field).fill("");
      await page.locator(field).focus();
      await page.keyboard.type("/jknpco?u");
      assert.equal(await page.locator(field).inputValue(), "/jknpco?u");
    }
    assert.equal(page.url(), address);
    await page.goto("/verify");
    await page.locator("#draft").focus();
    await page.keyboard.type("/jknpco?u");
    assert.equal(await page.locator("#draft").inputValue(), "/jknpco?u");
  });
});

test("no key acts together with Ctrl, Alt or Meta", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/?q=ferry");
    await page.locator("main").focus();
    for (const chord of ["Control+j", "Alt+j", "Meta+j"]) await page.keyboard.press(chord);
    assert.equal(await focusedResult(page), 0);
  });
});

test("keys can be switched off, and stay so", async () => {
  await withPage(await harmless(), {}, async (page) => {
    await page.goto("/help");
    await page.locator("#keys-on").uncheck();
    await page.goto("/?q=ferry");
    for (const key of ["/", "j", "?"]) await page.keyboard.press(key);
    assert.equal(await focusedResult(page), 0);
    assert.match(page.url(), /\?q=ferry$/);
    await page.goto("/help");
    assert.equal(await page.locator("#keys-on").isChecked(), false);
    await page.locator("#keys-on").check();
    await page.goto("/?q=ferry");
    await page.keyboard.press("j");
    assert.equal(await focusedResult(page), 1);
  });
});
