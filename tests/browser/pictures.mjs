// Photographs the eleven states of the page in both themes: `node pictures.mjs [--all] FOLDER`.
//
// Without `--all` these are the pictures of the documentation: 1280 by 800 pixels, packed by pngquant if it is there.
// `--all` takes whole pages at 320, 1280 and 3840 pixels.

import {mkdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {harmlessFiles, writeArchive} from "./archive.mjs";
import {launch, newPage} from "./chromium.mjs";
import {pack} from "./pack.mjs";
import {Server} from "./server.mjs";
import {show, allStates} from "./states.mjs";

const WIDTHS = [320, 1280, 3840];
/** Paths are in the pictures. */
const FOLDER = "/tmp/desk";

const isWhole = process.argv[2] === "--all";
const target = process.argv.at(-1);
if (process.argv.length < 3 || target.startsWith("--")) throw new Error("usage: node pictures.mjs [--all] FOLDER");
mkdirSync(target, {recursive: true});
rmSync(FOLDER, {recursive: true, force: true});
mkdirSync(FOLDER);
writeArchive(FOLDER, harmlessFiles());
const server = await Server.start(FOLDER);
await server.letIn();
const browser = await launch();

/** Replaces the time of a search, which is never the same. */
const settle = (page) => page.evaluate(() => {
  for (const took of document.querySelectorAll(".took")) took.textContent = "0.4 ms";
});

async function photograph(state, theme, width) {
  const page = await newPage(browser, server, {theme, width, height: 800});
  await show(page, state);
  await settle(page);
  const name = isWhole ? `${state.name}-${theme}-${width}.png` : `${state.name}-${theme}.png`;
  const path = join(target, name);
  await page.screenshot({path, fullPage: isWhole});
  await page.context().close();
  if (!isWhole) pack(path);
}

try {
  for (const state of await allStates(server)) {
    for (const theme of ["light", "dark"]) {
      for (const width of isWhole ? WIDTHS : [1280]) await photograph(state, theme, width);
    }
  }
} finally {
  await server.stop();
  await browser.close();
  rmSync(FOLDER, {recursive: true, force: true});
}
