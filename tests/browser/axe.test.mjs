// No violation of WCAG 2.2 AA or of best practice, in eleven states, two themes and two widths.

import assert from "node:assert/strict";
import {test} from "node:test";
import {AxeBuilder} from "@axe-core/playwright";
import {harmless, withPage} from "./desk.mjs";
import {show, allStates} from "./states.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Unfolds everything: what is folded is not looked at. */
const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));

/** Returns the violations as lines. */
async function violations(page) {
  const {violations, passes} = await new AxeBuilder({page}).withTags(TAGS).setLegacyMode().analyze();
  assert(passes.length > 10, "the rules ran");
  return violations.flatMap(({id, help, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id}: ${help}: ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`));
}

test("axe finds nothing", async (context) => {
  const server = await harmless();
  const states = await allStates(server);
  states.push({name: "no article", address: "/article/AAAA"}, {name: "nothing found", address: "/?q=xylophone"});
  for (const state of states) {
    await context.test(state.name, async () => {
      await withPage(server, {}, async (page) => {
        await show(page, state);
        await unfold(page);
        const found = [];
        for (const width of [1280, 320]) {
          await page.setViewportSize({width, height: 800});
          for (const theme of ["light", "dark"]) {
            await page.emulateMedia({colorScheme: theme});
            for (const violation of await violations(page)) found.push(`${width} ${theme} ${violation}`);
          }
        }
        page.problems = page.problems.filter((problem) => !problem.includes("404"));
        assert.deepEqual(found, []);
      });
    });
  }
});
