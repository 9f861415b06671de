// The steps that are no edits: cuts, other times, event lines, hiding, numbering.

import { assert, assertEquals } from "@std/assert";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import { readTape } from "../../../src/tape/reader.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { convertHeader } from "../../../src/timeline/convert/convert_header.ts";
import { type CutOptions, type CutPlan, planCut } from "../../../src/timeline/convert/cut_plan.ts";
import { moveRanges } from "../../../src/timeline/convert/move_ranges.ts";
import { rewriteJson } from "../../../src/timeline/convert/rewrite_json.ts";
import { compileWhere } from "../../../src/timeline/filter/where.ts";
import { checkProperty } from "../../house/property.ts";
import fc from "fast-check";
import { type JsonValue } from "../../../src/base/json.ts";
import {
  convertText,
  entriesOf,
  eventsIn,
  fixture,
  FIXTURES,
  HEADER,
  tapeOf,
  verifyText,
} from "./tapes.ts";

async function plan(text: string, options: Omit<CutOptions, "decoding">): Promise<CutPlan> {
  const tape = await readTape([encodeUtf8(text)]);
  return await planCut(tape.lines, { ...options, decoding: {} });
}

Deno.test("a cut keeps how its connections began, marked, at its begin", async () => {
  const text = fixture("tracking_websocket");
  const cut = await plan(text, { between: { from: 1000, to: 2040 } });
  const entries = entriesOf((await convertText(text, { cut })).text);
  const context = entries.filter(({ context }) => context === true);
  assertEquals(new Set(context.map(({ at }) => at)), new Set([1000]));
  const kinds = context.map(({ kind }) => kind);
  assertEquals(kinds.slice(0, 3), ["open", "request", "response"]);
  assert(!kinds.includes("log") && !kinds.includes("event"), `${kinds}`);
  const rest = entries.filter(({ context }) => context !== true);
  assert(rest.every(({ at }) => Number(at) >= 1000 && Number(at) <= 2040));
});

Deno.test("a cut by an expression has those events alone, and is sound", async () => {
  for (const [name, text] of FIXTURES) {
    const where = compileWhere('event == "location:track" || event == "bytes"');
    const cut = await plan(text, { where });
    const { text: converted, problems } = await convertText(text, { cut });
    assertEquals(problems, []);
    const asked = (await eventsIn(text)).filter((event) =>
      Array.isArray(event) && ["location:track", "bytes"].includes(String(event[3]))
    );
    assertEquals(await eventsIn(converted), asked, name);
    assertEquals((await verifyText(converted)).findings, [], name);
  }
});

Deno.test("a cut keeps requests with the responses that stand before them, and is sound", async () => {
  const post = { kind: "request", at: 5, conn: 1, id: 1, method: "POST", url: "/up", headers: [] };
  const early = { kind: "response", at: 3, conn: 1, id: 1, status: 413, headers: [] };
  const note = { kind: "note", at: 6, conn: 1, rule: "wire/response-unasked", text: "x" };
  const unasked = { ...early, at: 6, id: 2, status: 400 };
  const close = { kind: "close", at: 9, conn: 1 };
  const text = tapeOf(early, post, note, unasked, close, { kind: "end", at: 9, entries: 5 });
  for (
    const options of [
      { where: compileWhere("status == 413") },
      { where: compileWhere("status == 400") },
      { where: compileWhere('kind == "request"') },
      { between: { from: 0, to: 4 } },
      { between: { from: 4, to: 9 } },
    ]
  ) {
    const { text: converted } = await convertText(text, { cut: await plan(text, options) });
    const { findings } = await verifyText(converted);
    assertEquals(findings.filter(({ severity }) => severity === "error"), [], converted);
  }
});

Deno.test("a cut by a connection leaves the others out, but for what its session needs", async () => {
  const text = fixture("tracking_reconnect");
  const conns = (lines: string): ReadonlySet<unknown> =>
    new Set(entriesOf(lines).map(({ conn }) => conn).filter((conn) => conn !== undefined));
  const cut = await plan(text, { where: compileWhere('event == "location:track" && at < 50ms') });
  const { text: none } = await convertText(text, { cut });
  assert(conns(none).size < conns(text).size);
});

Deno.test("a cut keeps how its namespaces ended, and the answers to what it asked", async () => {
  const text = fixture("layers");
  const cut = await plan(text, { where: compileWhere('event == "echo" && from == "client"') });
  const { text: converted } = await convertText(text, { cut });
  const entries = entriesOf(converted);
  assertEquals(entries.filter(({ text }) => text === "41").length, 1);
  const asked = entries.filter(({ kind }) => kind === "request").map(({ id }) => id);
  const answered = entries.filter(({ kind }) => kind === "response").map(({ id }) => id);
  assertEquals(new Set(answered), new Set(asked));
});

Deno.test("an unknown kind is kept in a cut", async () => {
  const tape = tapeOf({ kind: "from-tomorrow", at: 5 }, { kind: "mark", at: 6, text: "x" });
  const where = await plan(tape, { where: () => false });
  assertEquals(entriesOf((await convertText(tape, { cut: where })).text), [
    { kind: "from-tomorrow", at: 5 },
  ]);
});

Deno.test("pauses are shortened first, then the speed counts", async () => {
  const marks = [1000, 1500, 9500, 9400, 10_000].map((at) => ({ kind: "mark", at, text: "x" }));
  const time = { speed: 2, limitIdle: 600 };
  const { text } = await convertText(tapeOf(...marks), { time });
  assertEquals(entriesOf(text).map(({ at }) => at), [300, 550, 850, 800, 1100]);
});

Deno.test("other events get lines of their own, hidden where the raw line is", async () => {
  for (const [name, text] of FIXTURES) {
    const all = text.replace(/"watch":\[[^\]]*\]/, '"watch":["*"]');
    const { text: converted } = await convertText(all, { watch: ["*"] });
    assertEquals((await verifyText(converted)).findings, [], name);
  }
  const raw = {
    kind: "message",
    at: 3,
    conn: 1,
    from: "client",
    text: '42["login",{"token":"****","n":"****"}]',
    redacted: { text: [[21, 4, "0badcafe"]] },
  };
  const url = "/socket.io/?EIO=4&transport=websocket";
  const headers = [["Upgrade", "websocket"]];
  const request = { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url, headers };
  const { text } = await convertText(tapeOf(request, raw), { watch: ["login"] });
  const event = entriesOf(text)[2];
  assertEquals(event?.args, [{ token: "****", n: "****" }]);
  assertEquals(Object.keys(Object(event?.redacted)).includes("args[0].token"), true);
});

Deno.test("what is hidden later is listed, counted, and not found again", async () => {
  const redactor = new Redactor({ enabled: true, hashKey: new Uint8Array(16), extra: ["room"] });
  const original = fixture("tracking");
  const { secrets } = entriesOf(original).at(-1) ?? {};
  const { text } = await convertText(original, { redactor });
  assert(!text.includes('"room":"track_222222"') && !text.includes('room\\":\\"track_'), "left");
  const end = entriesOf(text).at(-1);
  assertEquals(end?.secrets, { hidden: Number(Object(secrets).hidden) + redactor.hidden });
  assert(redactor.hidden > 0 && Object(secrets).hidden > 0);
  assertEquals((await verifyText(text)).findings, []);
});

Deno.test("convertHeader() says where a tape comes from, and keeps the rest", () => {
  const header = { ...HEADER, target: "x", redaction: { on: true, keys: ["pin"] }, mood: "good" };
  const made = { id: "2", tool: "wiretape 9", redact: ["room", "pin"] };
  assertEquals<object>(convertHeader(header, made), {
    ...header,
    id: "2",
    tool: "wiretape 9",
    mode: "convert",
    from: "1",
    redaction: { on: true, keys: ["pin", "room"] },
  });
  assertEquals<object>(convertHeader({ ...HEADER }, { id: "2", tool: "t" }), {
    ...HEADER,
    id: "2",
    tool: "t",
    mode: "convert",
    from: "1",
  });
});

Deno.test("rewriteJson() gives text that reads as the new value, whatever the two are", () => {
  checkProperty(
    "rewriteJson",
    fc.property(
      fc.jsonValue(),
      fc.jsonValue(),
      fc.constantFrom(0, 1, 2),
      (before, after, indent) => {
        const text = JSON.stringify(before, null, indent);
        const [was, is]: readonly JsonValue[] = [
          JSON.parse(text),
          JSON.parse(JSON.stringify(after)),
        ];
        if (was === undefined || is === undefined) return;
        assertEquals(rewriteJson(text, 0, was, was), text);
        assertEquals(JSON.parse(rewriteJson(text, 0, was, is)), is);
        const nested = { a: was, b: [was, 1] };
        const written = JSON.stringify(nested, null, indent);
        const changed = { a: was, b: [is, 1], c: is };
        assertEquals(JSON.parse(rewriteJson(`7${written}`, 1, nested, changed).slice(1)), changed);
      },
    ),
  );
});

Deno.test("moveRanges() follows what was hidden around an edit, and forgets what is gone", () => {
  const range = (start: number): readonly [number, number, string] => [start, 3, "h"];
  assertEquals(moveRanges([range(1)], "a***bcd", "a***bcdef"), [range(1)]);
  assertEquals(moveRanges([range(4)], "abcd***", "ad***"), [range(2)]);
  assertEquals(moveRanges([range(3)], '1,"***",2', '100,"***",200'), [range(5)]);
  assertEquals(moveRanges([range(3)], '1,"***",2', '1,"x",2'), []);
  const twice = moveRanges([range(3), range(9)], '1,"***","***",2', '22,"***","***",33');
  assertEquals(twice, [range(4), range(10)]);
});
