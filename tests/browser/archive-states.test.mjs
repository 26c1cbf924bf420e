// The page without an index, and with one that is made, changed and removed while the server runs.

import assert from "node:assert/strict";
import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {run, writeArchive} from "./archive.mjs";
import {newFolder, openPage, serve, withPage} from "./desk.mjs";

test("the printed address opens the page, and the page follows the index", async () => {
  const folder = newFolder();
  const server = await serve(folder);
  const page = await openPage(server);
  const answer = await page.goto(server.address);
  assert.equal(answer.status(), 503);
  assert.equal(page.url(), `${server.origin}/`);
  assert.match(await page.locator("main").innerText(), /clippings index FOLDER/);
  writeArchive(folder, {"a.txt": "Ferry sails\n\nThe ferry to the island sails again, the harbor office said on Monday.\n"});
  // The page looks again by itself.
  await page.locator("h1").getByText("Search the articles").waitFor();
  await page.locator("#q").fill("ferry");
  await page.keyboard.press("Enter");
  await page.locator(".hit").first().waitFor();
  writeFileSync(join(folder, "news/b.txt"), "Pier mended\n\nThe pier beside the ferry was mended with oak, said the carpenter on Tuesday.\n");
  run(folder, "index", join(folder, "news"));
  const shows = async (count) => {
    for (let tries = 0; tries < 100; tries++) {
      await page.goto("/?q=ferry");
      if (await page.locator(".hit").count() === count) return true;
      await page.waitForTimeout(50);
    }
    return false;
  };
  assert(await shows(2), "the new article is found");
  assert.match(await page.locator("footer").innerText(), /Index written .* 2 articles/s);
  rmSync(join(folder, "news/a.txt"));
  run(folder, "index", join(folder, "news"));
  assert(await shows(1), "the removed article is gone");
  await page.context().close();
  await server.stop();
});

test("an index without articles says so", async () => {
  const folder = newFolder();
  writeArchive(folder, {"notes/README": ""});
  const server = await serve(folder);
  await server.letIn();
  await withPage(server, {}, async (page) => {
    await page.goto("/?q=ferry");
    assert.match(await page.locator("main").innerText(), /no articles|empty/i);
  });
  await server.stop();
});
