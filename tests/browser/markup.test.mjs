// The HTML of the eleven states and the style sheet hold to the standards.

import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {test} from "node:test";
import {harmless, hostile, newFolder} from "./desk.mjs";
import {firstArticle, html, allStates} from "./states.mjs";

const JAR = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");

test("the Nu validator has nothing to say", async () => {
  const server = await harmless();
  const folder = newFolder();
  const files = [];
  const write = (name, text) => {
    files.push(join(folder, name));
    writeFileSync(files.at(-1), text);
  };
  for (const state of await allStates(server)) write(`${state.name}.html`, await html(server, state));
  write("no-article.html", await server.text("/article/AAAA"));
  write("nothing-found.html", await server.text("/?q=xylophone"));
  write("long.html", await server.text(await firstArticle(server, "lantern")));
  const enemy = await hostile();
  write("hostile.html", await enemy.text("/?q=ferry&limit=100"));
  write("hostile-article.html", await enemy.text(await firstArticle(enemy, "ferry")));
  write("style.css", await server.text("/style.css"));
  const {stderr, error} = spawnSync("java", ["-jar", JAR, "--format", "json", "--also-check-css", "--exit-zero-always", ...files], {
    encoding: "utf8", maxBuffer: 1 << 28,
  });
  assert.equal(error, undefined);
  const {messages} = JSON.parse(stderr);
  // An article may have any signs.
  const isOfPage = ({url, message}) => !url.includes("hostile") || !message.includes("Unicode Normalization Form C");
  const lines = messages.filter(isOfPage).map(({url, type, subType, message, lastLine, extract = ""}) =>
    `${url.split("/").at(-1)}:${lastLine}: ${subType ?? type}: ${message} ${extract.replace(/\s+/g, " ")}`);
  assert.deepEqual(lines, []);
});
