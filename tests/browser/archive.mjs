// Writes the archives that the tests search, and indexes them.

import {execFileSync} from "node:child_process";
import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {ATTACKS, NAMES, hostilePage, hostileRecord} from "./attacks.mjs";
import {FOREIGN_FILES, ODD_ARTICLES, STORY_FILES, longArticle, shortArticles} from "./texts.mjs";

const REPOSITORY = resolve(import.meta.dirname, "../..");

/** Returns the path of the program. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, "target");
  const path = resolve(process.env.CLIPPINGS_BIN ?? join(target, "release/clippings"));
  if (!existsSync(path)) throw new Error(`${path} is missing: run cargo build --release, or set CLIPPINGS_BIN`);
  return path;
}

/** Returns the environment of the program, in which all it keeps is in `folder`. */
export function environment(folder) {
  const {PATH, LANG} = process.env;
  const state = {XDG_STATE_HOME: "state", XDG_CONFIG_HOME: "config", XDG_DATA_HOME: "data", CLIPPINGS_INDEX: "index"};
  const paths = Object.entries(state).map(([name, path]) => [name, join(folder, path)]);
  return {PATH, LANG, HOME: folder, ...Object.fromEntries(paths)};
}

/** Returns what the program prints. */
export function run(folder, ...args) {
  return execFileSync(program(), args, {env: environment(folder), cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"]});
}

const lines = (records) => records.map((record) => JSON.stringify(record) + "\n").join("");

/** Writes `files`, a map of names to contents, into the folder `news` of `folder`, and indexes them. */
export function writeArchive(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, "news", name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, content);
  }
  mkdirSync(join(folder, "config/clippings"), {recursive: true});
  writeFileSync(join(folder, "config/clippings/config.toml"), '[serve]\nlink = "vscode://file/{path}:{line}"\n');
  run(folder, "index", join(folder, "news"));
}

/** Articles that mean no harm. */
export const harmlessFiles = () => ({
  "wire/2024.jsonl": lines(shortArticles()),
  "wire/odd.jsonl": lines(ODD_ARTICLES),
  "lighthouse/log.txt": longArticle(),
  ...STORY_FILES,
  ...FOREIGN_FILES,
});

/** Articles that try to run scripts, make elements, ask other machines, or hide what they say. */
export function hostileFiles() {
  const files = {"wire/hostile.jsonl": lines(ATTACKS.map(hostileRecord))};
  ATTACKS.slice(0, 24).forEach((attack, number) => (files[`pages/${number}.html`] = hostilePage(attack)));
  NAMES.forEach((name, number) => {
    const {text} = hostileRecord(ATTACKS[number], number + 300);
    files[`names/${name}`] = `Ferry ${number} of the names\n\n${text.replaceAll("harbor", `pier ${number}`)}\n`;
  });
  return files;
}
