// `inspect` as a command: what is shown, what is folded away, what is said of bad tapes.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { opened, says } from "../../timeline/moments_of.ts";
import { inspect, numbersOf, tapes, tapeText, timelineOf } from "./run_inspect.ts";

const ACKS = "tracking_binary_acks.ndjson";

Deno.test("inspect folds what is routine away, counts it, and shows it with --all", async () => {
  const folded = await inspect([ACKS]);
  assertStringIncludes(
    folded.out,
    "folded away: 2 probes, 7 HTTP exchanges, 2 binary parts, 23 TCP lines (--all shows them)\n",
  );
  const all = await inspect([ACKS, "--all"]);
  assertEquals(numbersOf(all).length, numbersOf(folded).length + 34);
  assert(!all.out.includes("folded away"));
});

Deno.test("inspect says on the acknowledgement's line what it answers, and when", async () => {
  const lines = timelineOf(await inspect([ACKS]));
  assertMatch(
    lines.find((line) => line.includes("#31 ")) ?? "",
    /answers #28 room:subscribe after 1\.81 ms$/,
  );
});

const FILTERS: readonly [args: readonly string[], numbers: readonly number[]][] = [
  [["--event", "visit:plan"], [45, 47]],
  [["--event", "visit:plan", "--event", "visit:planned"], [45, 47, 48]],
  [["--where", 'event == "location:track"'], [39, 41, 43]],
  [["--where", 'event == "location:track"', "--where", "$.lat > -6.19995"], [41, 43].slice(0, 2)],
  [["--match", "/ACCEPTED/i"], [47]],
  [["--ns", "/sfa", "--from", "client"], [11, 28, 47, 51, 57]],
  [["--ns", "sfa", "--from", "client"], [11, 28, 47, 51, 57]],
  [["--ns", "/nope"], []],
  [["--conn", "6"], [28]],
  [["--conn", "6", "--conn", "5"], [28, 31]],
  [["--between", "..94ms"], [4, 11]],
  [["--between", "120ms.."], [57, 60]],
  [["--between", "114ms..115ms"], [47, 48]],
  [["--around", "45,1"], [43, 45, 47]],
  [["--around", "45,0"], [45]],
  [["--around", "44,1"], [43, 45]],
  [["--around", "20,1"], [19, 20, 28]],
  [["--around", "4"], [4, 11, 19, 28, 31, 38]],
  [["--limit", "3"], [4, 11, 19]],
  [["-n", "1"], [4]],
  [["--layer", "event"], [28, 31, 39, 41, 43, 45, 47, 48, 51, 53, 55]],
  [["--layer", "engine", "--conn", "4"], [19]],
  [["--layer", "socket", "--between", "116ms..119ms"], [53, 54, 55]],
  [["--layer", "wire", "--conn", "2"], [8, 11, 14, 15, 16, 17]],
];

for (const [args, numbers] of FILTERS) {
  Deno.test(`inspect shows what ${args.join(" ")} asks for`, async () => {
    const inspected = await inspect([ACKS, ...args]);
    assertEquals([inspected.code, inspected.talk], [0, ""]);
    assertEquals(numbersOf(inspected), numbers);
  });
}

const MISTAKES: readonly [args: readonly string[], said: string][] = [
  [["--layer", "tcp"], 'Cannot read --layer "tcp": expected wire, engine, socket, event'],
  [["--from", "me"], 'Cannot read --from "me": expected client or server'],
  [["--conn", "x"], `Cannot read --conn "x": expected a connection's number`],
  [
    ["--match", "accepted"],
    "is no regular expression between slashes\n  Write it like '/accepted/'",
  ],
  [["--match", "a/b"], "Write it like '/speed.:4/'"],
  [["--match", "/(/"], 'Cannot read --match "/(/": it is no regular expression'],
  [["--between", "10s"], 'Cannot read --between "10s": it is no stretch of time'],
  [["--between", ".."], 'Cannot read --between "..": it is no stretch of time'],
  [["--between", "2s..1s"], 'Cannot read --between "2s..1s": it ends before it begins'],
  [["--around", "x"], `Cannot read --around "x": it is no entry's number`],
  [["--where", "event = 1"], "Cannot read the expression at column 7"],
];

for (const [args, said] of MISTAKES) {
  Deno.test(`inspect refuses ${args.join(" ")} with advice`, async () => {
    const { code, out, talk } = await inspect([ACKS, ...args]);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(talk, said);
  });
}

Deno.test("inspect points at the place in a bad expression", async () => {
  const { talk } = await inspect([ACKS, "--where", 'event == "x" && && 1']);
  const lines = talk.split("\n");
  const caret = lines.findIndex((line) => line.trim() === "^");
  assertEquals((lines[caret] ?? "").indexOf("^"), (lines[caret - 1] ?? "").indexOf("&& 1"));
});

Deno.test("inspect shows a polling body at the wire once, however many packets it has", async () => {
  const version2 = "tracking_version_2.ndjson";
  const wire = numbersOf(await inspect([version2, "--layer", "wire"]));
  assertEquals(wire.filter((number) => number === 32).length, 1);
  const engine = numbersOf(await inspect([version2, "--layer", "engine"]));
  assertEquals(engine.filter((number) => number === 32).length, 4);
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
  assertMatch(first ?? "", /^session 1 .*server closed the websocket after 34\.9 ms$/);
  assertMatch(second ?? "", /^session 2 .*client disconnected after 13\.8 ms$/);
  assertEquals(rest, [""]);
  const json = await inspect(["tracking_reconnect.ndjson", "--sessions", "--json"]);
  const kinds = json.out.trim().split("\n").map((line) => JSON.parse(line).ending.kind);
  assertEquals(kinds, ["close-frame", "disconnect"]);
});

Deno.test("inspect --json prints the documented shape", async () => {
  const { out } = await inspect([ACKS, "--json", "--where", "ack == 1"]);
  const [event, answer] = out.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(event, {
    line: 51,
    part: 0,
    at: 115.889,
    kind: "message",
    layer: "event",
    label: "BINARY_EVENT photo:upload",
    conn: 3,
    from: "client",
    transport: "websocket",
    session: "qFV1PJ7AImYWYSYnAAAA",
    ns: "/sfa",
    event: "photo:upload",
    args: event.args,
    ack: 1,
    packets: ["engine.io message", "socket.io attachment", "socket.io BINARY_EVENT"],
    size: 7,
  });
  assertEquals(event.args[0].bytes.$binary.bytes, 7);
  assertEquals(answer.answers, { line: 51, part: 0, event: "photo:upload", latency: 1.794 });
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
  const asked = await inspect([ACKS, "--show", "45"]);
  assertEquals(asked.code, 0);
  assertMatch(asked.out, /^Line 45: WebSocket message from the server: EVENT visit:plan/);
  assertMatch(asked.out, /line 47/);
  assertMatch((await inspect([ACKS, "--show", "40"])).out, /^Line 40: an event, derived/);
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
  assertMatch(sound.out, /^tracking_binary_acks\.ndjson: Clean: 59 entries, /);
  const stdin = tapeText([...opened(), { kind: "end", at: 9, entries: 7 }]);
  const wrong = await inspect(["-", "--verify"], { stdin });
  assertEquals(wrong.code, 1);
  assertMatch(wrong.out, /line 6.*\(tape\/end\)/);
  const json = await inspect(["-", "--verify", "--json"], { stdin });
  const last = JSON.parse(json.out.trim().split("\n").at(-1) ?? "");
  assertEquals([json.code, last.verdict.ending], [1, "whole"]);
});
