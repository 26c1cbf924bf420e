// Photographs the page over the sample articles for docs/first-steps.md and the README: `node first-steps.mjs FOLDER`.

import {execFileSync} from "node:child_process";
import {cpSync, mkdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {environment, program} from "./archive.mjs";
import {launch, newPage} from "./chromium.mjs";
import {pack} from "./pack.mjs";
import {Server} from "./server.mjs";
import {firstArticle} from "./states.mjs";

/** Paths are in the pictures. */
const FOLDER = "/tmp/ann";
const QUERY = "Kursk";

const [target] = process.argv.slice(2);
if (!target) throw new Error("usage: node first-steps.mjs FOLDER");
mkdirSync(target, {recursive: true});
rmSync(FOLDER, {recursive: true, force: true});
cpSync(join(import.meta.dirname, "../../seeds"), join(FOLDER, "articles"), {recursive: true});
execFileSync(program(), ["index", join(FOLDER, "articles")], {env: environment(FOLDER), stdio: "ignore"});
const server = await Server.start(FOLDER);
await server.letIn();
const browser = await launch();

try {
  const pictures = {start: "/", results: `/?q=${QUERY}`, article: await firstArticle(server, QUERY)};
  for (const [name, address] of Object.entries(pictures)) {
    const page = await newPage(browser, server, {width: 1000, height: 640});
    await page.goto(address);
    await page.evaluate(() => {
      for (const took of document.querySelectorAll(".took")) took.textContent = "0.4 ms"; // never the same
    });
    const path = join(target, `first-${name}.png`);
    await page.screenshot({path});
    await page.context().close();
    pack(path);
  }
} finally {
  await server.stop();
  await browser.close();
  rmSync(FOLDER, {recursive: true, force: true});
}
