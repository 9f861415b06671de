// What `inspect` prints of every tape that ships, word for word. WIRETAPE_UPDATE=1 writes it anew:
// read what changed before you keep it.

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { root } from "../../house/tree.ts";
import { inspect, tapes } from "./run_inspect.ts";

const golden = join(root, "fixtures", "golden", "inspect");
const names = Array.from(Deno.readDirSync(tapes), ({ name }) => name.replace(".ndjson", ""));

const SHAPES: readonly [name: string, args: readonly string[], ending: string][] = [
  ["timeline", [], "txt"],
  ["JSON", ["--json"], "ndjson"],
];

for (const name of names) {
  for (const [shape, args, ending] of SHAPES) {
    Deno.test(`inspect prints the ${shape} of the tape ${name} as it was reviewed`, async () => {
      const { code, out, talk } = await inspect([`${name}.ndjson`, ...args]);
      assertEquals([code, talk], [0, ""]);
      const path = join(golden, `${name}.${ending}`);
      if (Deno.env.get("WIRETAPE_UPDATE") === "1") await Deno.writeTextFile(path, out);
      assertEquals(out, await Deno.readTextFile(path));
    });
  }
}
