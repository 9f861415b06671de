// The program of a page that plays the script, bundled for browsers. The client is not in it: the page
// loads that by a script tag, and it is there by the name `io`.

import type { ManagerLike, ManagerOptions, ScriptRun } from "./script_client.ts";
import { playScript } from "./script_client.ts";

/** What the script tag leaves behind, as far as it is used. */
interface Client {
  readonly Manager: new (url: string, options: ManagerOptions) => ManagerLike;
}

/** Runs and logs go in and out as JSON: whatever drives the browser may know fewer values. */
async function play(order: string): Promise<string> {
  const run: ScriptRun = JSON.parse(order);
  // The script tag stands before this program's.
  const { Manager } = Reflect.get(globalThis, "io") as Client;
  const open = (url: string, options: ManagerOptions): ManagerLike => new Manager(url, options);
  return JSON.stringify(await playScript({ open, toBytes: (bytes) => bytes }, run));
}

Reflect.set(globalThis, "play", play);
