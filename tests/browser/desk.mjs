// What the tests share: two archives, a server of each, and a browser. They are made when first asked for, and
// once in a process.

import assert from "node:assert/strict";
import {mkdtempSync, realpathSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after} from "node:test";
import {harmlessFiles, hostileFiles, writeArchive} from "./archive.mjs";
import {launch, newPage} from "./chromium.mjs";
import {Server} from "./server.mjs";

const closing = [];

after(async () => {
  for (const close of closing.reverse()) await close();
});

/** Returns a function that calls `make` once. */
function once(make) {
  let made;
  return () => (made ??= make());
}

/** Returns a new folder, which is removed in the end. */
export function newFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clippings-browser-")));
  closing.push(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

/** Starts a server of the index in `folder`, which is stopped in the end. */
export async function serve(folder) {
  const server = await Server.start(folder);
  closing.push(() => server.stop());
  return server;
}

async function serveFiles(files) {
  const folder = newFolder();
  writeArchive(folder, files);
  const server = await serve(folder);
  await server.letIn();
  return Object.assign(server, {folder});
}

export const harmless = once(() => serveFiles(harmlessFiles()));
export const hostile = once(() => serveFiles(hostileFiles()));

export const browser = once(async () => {
  const launched = await launch();
  closing.push(() => launched.close());
  return launched;
});

/** Returns a new page of the server. */
export const openPage = async (server, options) => newPage(await browser(), server, options);

/** Calls `test` with a new page of the server, in which nothing may go wrong. */
export async function withPage(server, options, test) {
  const page = await openPage(server, options);
  try {
    await test(page);
    assert.deepEqual(page.problems, []);
  } finally {
    await page.context().close();
  }
}
