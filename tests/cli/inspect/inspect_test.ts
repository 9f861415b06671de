// `inspect` as a command: what is shown, what is folded away, what is said of bad tapes.

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { fixtureLines, lineOf, linesOf } from "../../house/line_of.ts";
import { opened, says } from "../../timeline/moments_of.ts";
import {
  ACCEPTED,
  ACKS,
  at,
  DERIVED,
  entryOf,
  OPENED,
  PHOTO,
  PLAN,
  SHOWN,
  STORED,
  SUBSCRIBE,
  SUBSCRIBED,
  TAPE,
} from "./acks_tape.ts";
import { inspect, numbersOf, tapes, tapeText, timelineOf } from "./run_inspect.ts";

Deno.test("inspect folds what is routine away, counts it, and shows it with --all", async () => {
  const folded = await inspect([ACKS]);
  assertEquals(numbersOf(folded), SHOWN);
  const bare = linesOf(
    TAPE,
    ({ kind, text }) =>
      kind === "request" && text === undefined ||
      kind === "response" && (text === undefined || text === "ok"),
  ).length;
  const tcp = linesOf(TAPE, ({ kind }) => /^(?:open|control|close)$/.test(String(kind))).length - 1;
  assertStringIncludes(
    folded.out,
    `folded away: 2 probes, ${bare} HTTP exchanges, 2 binary parts, ${tcp} TCP lines ` +
      "(--all shows them)\n",
  );
  const all = await inspect([ACKS, "--all"]);
  assertEquals(numbersOf(all).length, SHOWN.length + 2 + bare + 2 + tcp);
  assert(!all.out.includes("folded away"));
});

Deno.test("inspect says on the acknowledgement's line what it answers, and when", async () => {
  const lines = timelineOf(await inspect([ACKS]));
  const line = lines.find((each) => each.includes(`#${SUBSCRIBED} `)) ?? "";
  const [, asked, latency] = /answers #(\d+) room:subscribe after (\d+\.\d+) ms$/.exec(line) ?? [];
  assertEquals(asked, String(SUBSCRIBE));
  assertAlmostEquals(Number(latency), at(SUBSCRIBED) - at(SUBSCRIBE), 0.051);
});

Deno.test("inspect points at the place in a bad expression", async () => {
  const { talk } = await inspect([ACKS, "--where", 'event == "x" && && 1']);
  const lines = talk.split("\n");
  const caret = lines.findIndex((line) => line.trim() === "^");
  assertEquals((lines[caret] ?? "").indexOf("^"), (lines[caret - 1] ?? "").indexOf("&& 1"));
});

Deno.test("inspect shows a polling body at the wire once, however many packets it has", async () => {
  const body = lineOf("layers", '42["hello"');
  const wire = numbersOf(await inspect(["layers.ndjson", "--layer", "wire"]));
  assertEquals(wire.filter((number) => number === body).length, 1);
  const engine = numbersOf(await inspect(["layers.ndjson", "--layer", "engine"]));
  const { text } = fixtureLines("layers")[body - 1]?.entry ?? {};
  const packets = String(text).split("\x1e").length;
  assert(packets > 2, String(text));
  assertEquals(engine.filter((number) => number === body).length, packets);
});

Deno.test("inspect --fail-empty ends with 1 when nothing was shown", async () => {
  assertEquals((await inspect([ACKS, "--event", "nope", "--fail-empty"])).code, 1);
  assertEquals((await inspect([ACKS, "--event", "nope"])).code, 0);
  assertEquals((await inspect([ACKS, "--event", "visit:plan", "--fail-empty"])).code, 0);
  assertEquals((await inspect([ACKS, "--json", "--event", "nope", "--fail-empty"])).code, 1);
  assertEquals((await inspect([ACKS, "--stats", "--event", "nope", "--fail-empty"])).code, 1);
});

Deno.test("inspect reads stdin, and tapes that are packed", async () => {
  const text = await Deno.readTextFile(`${tapes}/${ACKS}`);
  const expected = timelineOf(await inspect([ACKS]));
  assertEquals(timelineOf(await inspect(["-"], { stdin: text })), expected);
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.writeFile(`${folder}/a.ndjson.gz`, gzipSync(text));
    await Deno.writeFile(`${folder}/a.ndjson.zst`, zstdCompressSync(text));
    assertEquals(timelineOf(await inspect(["a.ndjson.gz"], { folder })), expected);
    assertEquals(timelineOf(await inspect(["a.ndjson.zst"], { folder })), expected);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("inspect shows what a torn tape has, and says where it was torn", async () => {
  const text = tapeText([...opened(), says("server", 5, '42["x"]')]) + '{"kind":"mess';
  const inspected = await inspect(["-"], { stdin: text });
  assertEquals(inspected.code, 0);
  assertEquals(numbersOf(inspected), [5, 6]);
  assertEquals(
    inspected.talk,
    "This tape was torn: line 7 stops after 13 bytes and was left out, " +
      "the 5 entries before it were used\n",
  );
});

Deno.test("inspect says of a tape without its end that it was cut short", async () => {
  const { code, talk } = await inspect(["-"], { stdin: tapeText(opened()) });
  assertEquals(code, 0);
  assertEquals(talk, "This tape was cut short: it has no end line, all its 4 entries were used\n");
});

Deno.test("inspect goes on after a bad line, shows where it stood, and ends with 3", async () => {
  const text = tapeText(opened()) + "{nonsense}\n" +
    `${JSON.stringify(says("server", 9, "40"))}\n{"kind":"end","at":10,"entries":6}\n`;
  const inspected = await inspect(["-"], { stdin: text });
  assertEquals(inspected.code, 3);
  assertEquals(numbersOf(inspected), [5, 6, 7]);
  assertMatch(timelineOf(inspected).join("\n"), /#6 cannot be read: "?\{nonsense\}/);
  assertEquals(inspected.talk, "1 line of this tape could not be read\n");
  const json = await inspect(["-", "--json"], { stdin: text });
  assertEquals([json.code, json.out.trim().split("\n").length], [3, 2]);
  assertMatch(json.talk, /^Cannot read entry 6: /);
});

Deno.test("inspect says what is no tape, and what is not there", async () => {
  const { code, talk } = await inspect(["-"], { stdin: "hello\n" });
  assertEquals(code, 3);
  const reason = 'it is not a tape: the first line must be a JSON object of kind "tape"';
  assertEquals(talk, `wiretape: Cannot read the tape "stdin": ${reason}\n`);
  const missing = await inspect(["nowhere.ndjson"]);
  assertEquals(missing.code, 3);
  assertStringIncludes(missing.talk, '"nowhere.ndjson": there is no such file\n');
  for (const args of [["."], [".", "--verify"]]) {
    const { code, talk } = await inspect(args);
    assertEquals([code, talk], [3, 'wiretape: Cannot read the tape ".": it is a folder\n']);
  }
  const verified = await inspect(["-", "--verify"], { stdin: "hello\n" });
  assertStringIncludes(verified.talk, 'Cannot read the tape "stdin": ');
});

Deno.test("inspect ends quietly when nobody reads any more", async () => {
  const { code, talk } = await inspect([ACKS], { stdoutClosed: true });
  assertEquals([code, talk], [0, ""]);
});

Deno.test("inspect makes marks and notes stand out at every layer", async () => {
  const stdin = tapeText([
    ...opened(),
    { kind: "mark", at: 5, text: "driver turned left" },
    { kind: "note", at: 6, rule: "wire/odd", text: "Something was odd" },
    { kind: "end", at: 7, entries: 6 },
  ]);
  for (const layer of ["wire", "engine", "socket", "event"]) {
    const { out } = await inspect(["-", "--layer", layer], { stdin, colour: true });
    assertStringIncludes(out, "mark    \x1b[22m\x1b[32mdriver turned left");
    assertStringIncludes(out, "note    \x1b[22m\x1b[33mwire/odd\x1b[39m  Something was odd");
  }
});

Deno.test("inspect --sessions tells the stories alone, as lines and as JSON", async () => {
  const { out } = await inspect(["tracking_reconnect.ndjson", "--sessions"]);
  const [first, second, ...rest] = out.split("\n").slice(3);
  assertMatch(first ?? "", /^session 1 .*server closed the websocket after \d+\.\d ms$/);
  assertMatch(second ?? "", /^session 2 .*client disconnected after \d+\.\d ms$/);
  assertEquals(rest, [""]);
  const json = await inspect(["tracking_reconnect.ndjson", "--sessions", "--json"]);
  const kinds = json.out.trim().split("\n").map((line) => JSON.parse(line).ending.kind);
  assertEquals(kinds, ["close-frame", "disconnect"]);
});

Deno.test("inspect --json prints the documented shape", async () => {
  const { out } = await inspect([ACKS, "--json", "--where", "ack == 1"]);
  const [event, answer] = out.trim().split("\n").map((line) => JSON.parse(line));
  const [, sid] = /"sid":"([^"]+)"/.exec(String(entryOf(OPENED).text)) ?? [];
  assertEquals(event, {
    line: PHOTO,
    part: 0,
    at: at(PHOTO),
    kind: "message",
    layer: "event",
    label: "BINARY_EVENT photo:upload",
    conn: 3,
    from: "client",
    transport: "websocket",
    session: sid,
    ns: "/sfa",
    event: "photo:upload",
    args: event.args,
    ack: 1,
    packets: ["engine.io message", "socket.io attachment", "socket.io BINARY_EVENT"],
    size: 7,
  });
  assertEquals(event.args[0].bytes.$binary.bytes, 7);
  const { latency, ...answered } = answer.answers;
  assertEquals(answered, { line: PHOTO, part: 0, event: "photo:upload" });
  assertAlmostEquals(latency, at(STORED) - at(PHOTO), 0.000_5);
});

Deno.test("inspect --json marks what was hidden, and what is routine with --all", async () => {
  const { out } = await inspect(["driver.ndjson", "--json", "--all"]);
  const lines = out.trim().split("\n").map((line) => JSON.parse(line));
  const login = lines.find(({ event }) => event === "authenticate");
  assertEquals(Object.keys(login.redacted), ["text"]);
  assertEquals(lines.filter(({ routine }) => routine).map(({ kind }) => kind), [
    "open",
    "control",
    "control",
    "close",
  ]);
});

Deno.test("inspect --show takes one entry apart, and finds what answered it later", async () => {
  const asked = await inspect([ACKS, "--show", `${PLAN}`]);
  assertEquals(asked.code, 0);
  const title = `Line ${PLAN}: WebSocket message from the server: EVENT visit:plan`;
  assert(asked.out.startsWith(title), asked.out);
  assertStringIncludes(asked.out, `line ${ACCEPTED}`);
  const derived = await inspect([ACKS, "--show", `${DERIVED}`]);
  assert(derived.out.startsWith(`Line ${DERIVED}: an event, derived`), derived.out);
  const missing = await inspect([ACKS, "--show", "4000"]);
  assertEquals([missing.code, missing.out], [3, ""]);
  assertStringIncludes(missing.talk, "Cannot show entry 4000: the tape has no such line");
  assertStringIncludes((await inspect([ACKS, "--show", "1"])).talk, "the tape's header");
});

Deno.test("inspect --stats counts what fits, as a page and as JSON", async () => {
  const page = await inspect([ACKS, "--stats", "--event", "location:track"]);
  assertMatch(page.out, /location:track +3 /);
  assert(!page.out.includes("visit:plan"), page.out);
  const json = await inspect([ACKS, "--stats", "--json", "--event", "location:track"]);
  assertEquals(JSON.parse(json.out).moments, 3);
});

Deno.test("inspect --verify ends with 0 for a tape that holds, and 1 with what is wrong", async () => {
  const sound = await inspect([ACKS, "--verify"]);
  assertEquals([sound.code, sound.talk], [0, ""]);
  const entries = fixtureLines(TAPE).length - 2;
  assert(sound.out.startsWith(`${ACKS}: Clean: ${entries} entries, `), sound.out);
  const stdin = tapeText([...opened(), { kind: "end", at: 9, entries: 7 }]);
  const wrong = await inspect(["-", "--verify"], { stdin });
  assertEquals(wrong.code, 1);
  assertMatch(wrong.out, /line 6.*\(tape\/end\)/);
  const json = await inspect(["-", "--verify", "--json"], { stdin });
  const last = JSON.parse(json.out.trim().split("\n").at(-1) ?? "");
  assertEquals([json.code, last.verdict.ending], [1, "whole"]);
});
