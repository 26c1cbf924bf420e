// Chromium, and pages in it that note what goes wrong.

import {existsSync} from "node:fs";
import {delimiter, join} from "node:path";
import {chromium} from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Starts a browser. */
export function launch() {
  const folders = process.env.PATH.split(delimiter);
  const installed = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const executablePath = [process.env.CHROMIUM, ...installed].find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("no Chromium: install it, or name it in $CHROMIUM");
  return chromium.launch({executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"]});
}

/** Returns a new page of the server in the browser, of somebody who was let in if the server has a cookie. What goes
 * wrong in it is kept in `page.problems`. */
export async function newPage(browser, server, {script = true, width = 1280, height = 800, theme = "light"} = {}) {
  const context = await browser.newContext({
    baseURL: server.origin, javaScriptEnabled: script, viewport: {width, height}, colorScheme: theme, locale: "en-US",
    reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(15_000);
  if (server.cookie) {
    const [name, value] = server.cookie.split("=");
    await context.addCookies([{name, value, url: server.origin, httpOnly: true, sameSite: "Strict"}]);
  }
  const page = await context.newPage();
  page.problems = [];
  page.on("dialog", (dialog) => {
    page.problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("pageerror", (error) => page.problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.problems.push(`console: ${message.text()}`);
  });
  context.on("request", (request) => {
    if (!request.url().startsWith(server.origin + "/")) page.problems.push(`request: ${request.url()}`);
  });
  return page;
}
