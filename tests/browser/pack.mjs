// Makes pictures smaller.

import {execFileSync} from "node:child_process";

/** Reduces a PNG to a palette, if pngquant is there. */
export function pack(path) {
  try {
    execFileSync("pngquant", ["--force", "--output", path, "--speed", "1", "--strip", "32", path]);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
