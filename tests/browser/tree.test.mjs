// The eight tasks of `keyboard.test.mjs` as a screen reader has them: by roles and names of Chromium's own tree.

import assert from "node:assert/strict";
import {test} from "node:test";
import {harmless, withPage} from "./desk.mjs";
import {DRAFT, firstArticle, show, allStates} from "./states.mjs";

/** Returns the nodes of the tree that a screen reader has. */
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const {nodes} = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter((node) => !node.ignored).map(({role, name, properties = [], description}) => ({
    role: role?.value, name: name?.value ?? "", description: description?.value ?? "",
    ...Object.fromEntries(properties.map(({name, value}) => [name, value.value])),
  }));
}

/** Returns the one node of this role whose name fits. */
async function node(page, role, name) {
  const nodes = (await tree(page)).filter((node) => node.role === role && (name instanceof RegExp ? name.test(node.name) : node.name === name));
  assert(nodes.length > 0, `no ${role} ${name}`);
  return nodes[0];
}

const task = (number, name, steps) => {
  test(`task ${number}: ${name}`, async () => withPage(await harmless(), {}, steps));
};

task(1, "find an article and open it at its first match", async (page) => {
  await page.goto("/");
  await node(page, "search", /.*/);
  assert.equal((await node(page, "searchbox", "Search the articles")).focused, true);
  await node(page, "button", "Search");
  await page.getByRole("searchbox", {name: "Search the articles"}).fill("weather station weddings");
  await page.getByRole("button", {name: "Search"}).first().click();
  await page.getByRole("status").filter({hasText: "article"}).waitFor();
  const title = await page.locator(".hit h3").first().innerText();
  assert.equal((await node(page, "heading", title)).level, 3);
  await node(page, "article", title);
  await page.getByRole("link", {name: title}).first().click();
  await page.waitForURL(/\/article\//);
  assert.equal((await node(page, "heading", title)).level, 1);
  await node(page, "navigation", /^\d+ matches$/);
  await node(page, "link", /^match 1 of \d+$/);
});

task(2, "see only what one paper wrote, and again all", async (page) => {
  await page.goto("/?q=ferry");
  await node(page, "complementary", "Filters");
  assert.equal((await node(page, "heading", "Site")).level, 2);
  await node(page, "region", "Site");
  await node(page, "link", "exclude courier.example");
  await page.getByRole("link", {name: "courier.example", exact: true}).click();
  await page.waitForURL(/site=/);
  await node(page, "list", "Filters");
  await node(page, "link", "remove Site: courier.example");
});

task(3, "go to newer results first, and to the next page", async (page) => {
  await page.goto("/?q=ferry");
  await page.getByRole("link", {name: "newest first"}).click();
  await page.waitForURL(/sort=newest/);
  await node(page, "navigation", "Pages");
  await page.getByRole("link", {name: "Next", exact: true}).click();
  await page.waitForURL(/offset=10/);
  // What the script puts in place is said.
  await page.locator("#live").getByText(/\d+ articles/).waitFor({state: "attached"});
});

task(4, "walk through the matches of a long article", async (page) => {
  await page.goto(await firstArticle(await harmless(), "lantern"));
  await page.getByRole("link", {name: "match 2 of 17", exact: true}).click();
  await page.waitForURL(/#m2$/);
  await node(page, "link", "next match");
  await node(page, "link", "previous match");
  assert.equal((await tree(page)).filter(({role}) => role === "mark").length, 17);
});

task(5, "unfold the copies of a story and open one", async (page) => {
  await page.goto("/?q=marianne+mechanics");
  assert.equal((await node(page, "DisclosureTriangle", "also in 3")).expanded, false);
  await page.getByText("also in 3").click();
  assert.equal((await node(page, "DisclosureTriangle", "also in 3")).expanded, true);
  await page.getByRole("link", {name: /islander\.example/}).last().click();
  await page.waitForURL(/\/article\//);
  assert.equal((await node(page, "DisclosureTriangle", "3 copies")).expanded, false);
  await page.getByText("3 copies", {exact: true}).click();
  const roles = (await tree(page)).map(({role}) => role);
  assert(roles.includes("insertion") || roles.includes("deletion"), "changes are said");
});

task(6, "unfold what was cut, and read why", async (page) => {
  await page.goto(await firstArticle(await harmless(), "marianne site:courier.example"));
  const summary = await node(page, "DisclosureTriangle", /^\d+ parts? cut: \w/);
  await page.getByText(summary.name).first().click();
  assert.equal((await node(page, "DisclosureTriangle", summary.name)).expanded, true);
});

task(7, "save the results", async (page) => {
  await page.goto("/?q=ferry");
  await node(page, "link", /CSV/);
  await node(page, "link", /JSON/);
});

task(8, "check a draft and go to the source of a quotation", async (page) => {
  await page.goto("/verify");
  const box = await node(page, "textbox", "Draft");
  assert.match(box.description, /not on disk/);
  await page.getByRole("textbox", {name: "Draft"}).fill(DRAFT);
  await page.getByRole("button", {name: "Verify"}).click();
  await page.getByRole("heading", {name: "Checked draft"}).waitFor();
  await node(page, "status", /.*/);
  await page.getByRole("region", {name: "Checked draft"}).getByRole("link", {name: "Ferry stays in port"}).first().click();
  await page.waitForURL(/\/article\//);
});

test("every control and picture has a name, and every page one main heading", async () => {
  const server = await harmless();
  await withPage(server, {}, async (page) => {
    const named = ["link", "button", "searchbox", "textbox", "checkbox", "combobox", "img", "image", "DisclosureTriangle"];
    for (const state of await allStates(server)) {
      await show(page, state);
      const nodes = await tree(page);
      for (const {role, name} of nodes) {
        if (named.includes(role)) assert.notEqual(name.trim(), "", `${role} without a name in ${state.name}`);
      }
      assert.equal(nodes.filter(({role, level}) => role === "heading" && level === 1).length, 1, state.name);
      assert.equal(nodes.filter(({role}) => role === "main").length, 1, state.name);
    }
  });
});
