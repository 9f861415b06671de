// The guide shows what `diff` really prints.

import { assert } from "@std/assert";
import { join } from "node:path";
import { root } from "../../house/tree.ts";

Deno.test("docs/diff.md shows output that stands in the golden files", async () => {
  const guide = await Deno.readTextFile(join(root, "docs", "diff.md"));
  const golden = join(root, "fixtures", "golden", "diff");
  const texts = await Promise.all(
    Array.from(Deno.readDirSync(golden), ({ name }) => Deno.readTextFile(join(golden, name))),
  );
  const shown = Array.from(guide.matchAll(/```text\n([\s\S]*?)```/g), ([, block = ""]) => block);
  assert(shown.length >= 5);
  for (const block of shown) {
    assert(texts.some((text) => text.includes(block.trimEnd())), block);
  }
});
