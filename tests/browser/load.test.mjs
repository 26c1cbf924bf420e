// The weight of the first load, and the time from Enter to the first result, which is reported only.

import assert from "node:assert/strict";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import {harmless, openPage} from "./desk.mjs";

test("the first load is at most 3 requests, 60 KB, and 20 KB packed", async (context) => {
  const server = await harmless();
  for (const address of ["/", "/?q=ferry", "/verify", "/help"]) {
    const page = await openPage(server);
    const answers = [];
    page.on("response", (answer) => answers.push(answer));
    await page.goto(address, {waitUntil: "networkidle"});
    const bodies = await Promise.all(answers.map((answer) => answer.body()));
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    const packed = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
    context.diagnostic(`${address}: ${answers.length} requests, ${bytes} bytes, ${packed} packed`);
    await page.context().close();
    assert(answers.length <= 3, answers.map((answer) => answer.url()).join(" "));
    assert(bytes <= 60_000 && packed <= 20_000, `${address}: ${bytes} bytes, ${packed} packed`);
  }
});

test("the time from Enter to the first result painted", async (context) => {
  const server = await harmless();
  const page = await openPage(server);
  await page.goto("/");
  const times = [];
  for (const query of ["ferry", "harbor", "council", "band", "pier", "lantern", "storm", "seals", "choir", "taxi", "mayor"]) {
    await page.locator("#q").fill(query);
    times.push(await page.evaluate(() => new Promise((resolve) => {
      const start = performance.now();
      const before = document.querySelector(".hit");
      const look = () => {
        const hit = document.querySelector(".hit");
        if (!hit || hit === before) return requestAnimationFrame(look);
        // The frame that shows it is painted before the next task.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
      };
      document.querySelector("#search").requestSubmit();
      requestAnimationFrame(look);
    })));
  }
  times.sort((a, b) => a - b);
  context.diagnostic(`Enter to the first result painted: median ${times[5].toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms`);
  await page.context().close();
});
