// A line put in or taken out by hand is one mistake, and is told as one.

import { assertEquals } from "@std/assert";
import { tapeOf, verifyText } from "./convert/tapes.ts";

const OPENED = [
  { kind: "open", at: 1, conn: 1 },
  {
    kind: "request",
    at: 1,
    conn: 1,
    id: 1,
    method: "GET",
    url: "/socket.io/?EIO=4&transport=websocket",
    headers: [["Upgrade", "websocket"]],
  },
  { kind: "response", at: 1, conn: 1, id: 1, status: 101, headers: [["Upgrade", "websocket"]] },
];
const MARK = { kind: "mark", at: 1, text: "put in" };

/** Thirty events with the lines that tell them again; `pairs` of them follow each other. */
function streamed(pairs: number): readonly object[] {
  const lines: object[] = [...OPENED];
  for (let first = 0; first < 30; first += pairs) {
    const start = lines.length + 2;
    const numbers = Array.from({ length: pairs }, (_, index) => first + index);
    const common = { at: 2, conn: 1, from: "server" };
    lines.push(
      ...numbers.map((n) => ({ kind: "message", ...common, text: `42["a",${n}]` })),
      ...numbers.map((n, index) => (
        { kind: "event", ...common, ns: "/", name: "a", args: [n], of: start + index }
      )),
    );
  }
  return lines;
}

async function toldOf(lines: readonly object[]): Promise<readonly string[]> {
  const { findings } = await verifyText(tapeOf(...lines));
  return findings.filter(({ rule }) => rule !== "tape/cut-short")
    .map(({ line, rule, text }) => `${line} ${rule} ${text}`);
}

for (const pairs of [1, 3]) {
  Deno.test(`verifyTape() tells a line that was put in once, with ${pairs} events in a row`, async () => {
    const lines = streamed(pairs);
    assertEquals(await toldOf(lines), []);
    const line = 6 + pairs;
    assertEquals(await toldOf(lines.toSpliced(3, 0, MARK)), [
      `${line} event/of line numbers are shifted by 1 from line ${line} on: lines were put in above`,
    ]);
  });
}

Deno.test("verifyTape() tells a line that was taken out, and what went with it", async () => {
  const told = await toldOf(streamed(1).toSpliced(9, 1));
  assertEquals(told, [
    '11 event/of "of" names line 11: it must stand before this one',
    "13 event/of line numbers are shifted by -1 from line 13 on: lines were taken out above",
  ]);
});

Deno.test("verifyTape() tells a single wrong number as what it is", async () => {
  const lines = streamed(1);
  const wrong = { ...lines[10], of: 9 };
  assertEquals(await toldOf(lines.toSpliced(10, 1, wrong)), [
    '12 event/raw line 9 carries no (further) event "/ a" of the server',
    '11 event/missing the watched event "a" has no "event" line',
  ]);
});

Deno.test("verifyTape() tells when lines were put in and others taken out again", async () => {
  const lines = streamed(1);
  const both = lines.toSpliced(43, 1).toSpliced(3, 0, MARK);
  const told = await toldOf(both);
  assertEquals(told.map((text) => text.replace(/:.*/, "")), [
    "7 event/of line numbers are shifted by 1 from line 7 on",
    '46 event/of "of" names line 46',
    "48 event/of line numbers are right again from line 48 on",
  ]);
});
