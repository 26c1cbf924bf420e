// Starts `clippings serve` on a free port, with a state folder of its own.

import {spawn} from "node:child_process";
import {createInterface} from "node:readline";
import {environment, program} from "./archive.mjs";

/** A running server. */
export class Server {
  constructor(child, address) {
    this.child = child;
    /** Address that opens the page once. */
    this.address = address;
    this.origin = new URL(address).origin;
  }

  /** Starts a server of the index in `folder`, and waits for the address that it prints. */
  static async start(folder) {
    const child = spawn(program(), ["serve", "--no-open", "--port", "0"], {
      env: environment(folder), cwd: folder, stdio: ["ignore", "pipe", "pipe"],
    });
    let messages = "";
    child.stderr.on("data", (data) => (messages += data));
    for await (const line of createInterface({input: child.stdout})) {
      if (line.startsWith("http://")) return new Server(child, line.trim());
    }
    throw new Error(`no address was printed: ${messages}`);
  }

  /** Exchanges the address for a cookie, as a browser does. */
  async letIn() {
    const answer = await fetch(this.address, {redirect: "manual"});
    const [cookie] = answer.headers.getSetCookie();
    if (!cookie) throw new Error(`no cookie: ${answer.status}`);
    [this.cookie] = cookie.split(";");
  }

  /** Returns the answer to a request of somebody who was let in. */
  async fetch(path, options = {}) {
    const headers = {...options.headers, cookie: this.cookie};
    if (options.method === "POST") headers.origin = this.origin;
    return fetch(this.origin + path, {...options, headers});
  }

  /** Returns the text of a page. */
  async text(path, options) {
    return (await this.fetch(path, options)).text();
  }

  /** Stops the server as Ctrl-C does. */
  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGINT");
    await ended;
  }
}
