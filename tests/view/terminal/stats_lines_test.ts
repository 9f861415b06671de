// The page of figures: what it says of the tapes that ship (fixtures/golden/stats, rewritten by
// WIRETAPE_UPDATE=1), and that it fits its screen.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readChunks } from "../../../src/net/files.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { readTape } from "../../../src/tape/reader.ts";
import { Stats } from "../../../src/timeline/stats/stats.ts";
import { momentsOf } from "../../../src/timeline/timeline.ts";
import { statsLines } from "../../../src/view/terminal/stats_lines.ts";
import { textWidth } from "../../../src/view/terminal/text_width.ts";
import { root } from "../../house/tree.ts";
import { message, statsOf, webSocket } from "../../timeline/stats/stats_of.ts";

const tapes = join(root, "fixtures", "tapes");
const golden = join(root, "fixtures", "golden", "stats");
const names = Array.from(Deno.readDirSync(tapes), ({ name }) => name.replace(".ndjson", "")).sort();

async function statsOfTape(name: string): Promise<Stats> {
  const stats = new Stats();
  const tape = await readTape(readChunks(join(tapes, `${name}.ndjson`)));
  for await (const moment of momentsOf(tape)) stats.moment(moment);
  return stats;
}

for (const name of names) {
  Deno.test(`statsLines() tells of the tape ${name} what was reviewed by eye`, async () => {
    const lines = statsLines(await statsOfTape(name), { columns: 100 });
    const path = join(golden, `${name}.txt`);
    const text = `${lines.join("\n")}\n`;
    if (Deno.env.get("WIRETAPE_UPDATE") === "1") await Deno.writeTextFile(path, text);
    assertEquals(text, await Deno.readTextFile(path));
  });
}

Deno.test("statsLines() says what was open when the recording ended, and when the tape did", () => {
  const cut: Entry = { kind: "close", at: 20, conn: 1, by: "tap" };
  const page = statsLines(statsOf([...webSocket(0, 1, 4), cut]), { columns: 100 }).join("\n");
  assertStringIncludes(page, "1 × still open when the recording ended");
  const open = statsLines(statsOf(webSocket(0, 1, 4)), { columns: 100 }).join("\n");
  assertStringIncludes(open, "1 × still open when the tape ended");
});

/** Everything that the page can tell. */
const LIVELY: readonly Entry[] = [
  ...webSocket(0, 1, 4),
  message(10, "client", '420["ask",1]'),
  message(13, "server", "430[]"),
  message(20, "server", "2"),
  message(22, "client", "3"),
  ...Array.from({ length: 40 }, (_, index) => {
    const at = 1000 * index + (index > 30 ? 20_000 : 0);
    const place = `"lat":"${(index / 10_000).toFixed(4)}","lng":${Math.sin(index) / 1000}`;
    return message(
      1000 + at,
      "server",
      `42/a-namespace,["an-event-with-a-long-name",{"userId":${index % 2},${place}}]`,
    );
  }),
  message(60_001, "server", '42["far",{"lat":99,"lng":0}]'),
  { kind: "note", at: 60_002, rule: "wire/\x1b[31modd", text: "…" },
];

const TITLES = [
  "Events",
  "Sides, layers, transports",
  "Gaps",
  "Times",
  "Compression",
  "Sessions and connections",
  "Notes",
  "Positions",
];

Deno.test("statsLines() has a section for all there is to tell, and none for what there is not", () => {
  const isTitle = (line: string): boolean => /^[A-Z]/.test(line);
  assertEquals(statsLines(statsOf(LIVELY), { columns: 80 }).filter(isTitle), TITLES);
  assertEquals(statsLines(statsOf([]), { columns: 80 }), ["nothing"]);
});

Deno.test("statsLines() fits every screen", () => {
  const stats = statsOf(LIVELY);
  for (const columns of [20, 33, 50, 72, 80, 120, 200]) {
    for (const line of statsLines(stats, { columns })) {
      assert(textWidth(line) <= columns, `${textWidth(line)} of ${columns}: ${line}`);
      assertEquals(line, line.trimEnd());
    }
  }
});

Deno.test("statsLines() paints titles and ways only when it is told how, and changes no text", () => {
  const stats = statsOf(LIVELY);
  const plain = statsLines(stats, { columns: 80 });
  const painted = statsLines(stats, {
    columns: 80,
    paint: (style, text) => `<${style}>${text}</>`,
  });
  assert(painted.includes("<bold>Events</>"));
  assert(painted.some((line) => line.includes("<cyan>")));
  assertEquals(painted.map((line) => line.replaceAll(/<[^>]*>/g, "").trimEnd()), plain);
});

Deno.test("statsLines() says what peers named without what would steer the terminal", () => {
  const page = statsLines(statsOf(LIVELY), { columns: 80 }).join("\n");
  assert(!page.includes("\x1b"));
  assertStringIncludes(page, "wire/\\x1b[31modd");
});

Deno.test("statsLines() says whose answers are, what jumped and what is no place", () => {
  const page = statsLines(
    statsOf([
      ...LIVELY,
      message(70_000, "server", '42["jump",{"lat":0,"lng":0}]'),
      message(71_000, "server", '42["jump",{"lat":1,"lng":0}]'),
    ]),
    { columns: 100 },
  ).join("\n");
  assertStringIncludes(page, "client answers heartbeat      1  2.00 ms");
  assertStringIncludes(page, "server answers ask            1  3.00 ms");
  assertStringIncludes(page, "1 step over 111 km faster than 100 m/s");
  assertStringIncludes(page, "1 position that no place on earth has");
  assertStringIncludes(page, "userId 0");
});

Deno.test("statsLines() gives ways that are far from each other a map each", () => {
  const track = (id: number, latitude: number): readonly Entry[] =>
    [0, 1, 2].map((step) =>
      message(
        1000 * step,
        "server",
        `42["move",{"id":${id},"lat":${latitude + step / 1e4},"lng":0}]`,
      )
    );
  const scales = (entries: readonly Entry[]): number =>
    statsLines(statsOf([...webSocket(0, 1, 4), ...entries]), { columns: 80 })
      .filter((line) => line.includes("├")).length;
  assertEquals(scales([...track(1, 0), ...track(2, 0.0001)]), 1);
  assertEquals(scales([...track(1, 0), ...track(2, 50)]), 2);
});
