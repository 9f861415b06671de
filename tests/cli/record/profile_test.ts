// Recordings in files: what they say, what they may not say, and what is typed beside them.

import { assertEquals, assertThrows } from "@std/assert";
import { parseFlags } from "../../../src/cli/flags.ts";
import { readEmission } from "../../../src/cli/record/emission.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { mergeFlags, type Profile, readProfile } from "../../../src/cli/record/profile.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { record } from "../../e2e/run_record.ts";
import { serve } from "../../e2e/stock_server.ts";
import { fakeHost } from "../fake_host.ts";

const ENV = { WIRETAPE_TOKEN: 'a"b', WIRETAPE_HOST: "example.com", WIRETAPE_EMPTY: "" };

function read(profile: unknown): Profile {
  const folder = Deno.makeTempDirSync({ prefix: "wiretape-" });
  try {
    const text = typeof profile === "string" ? profile : JSON.stringify(profile);
    Deno.writeTextFileSync(`${folder}/p.json`, text);
    return readProfile("p.json", fakeHost({ folder, env: ENV }));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("readProfile() reads a URL and flags, and puts the environment's values in", () => {
  const { url, flags } = read({
    about: "for people",
    url: "https://${WIRETAPE_HOST}/sfa",
    query: { token: "${WIRETAPE_TOKEN}", auth_type: "v3" },
    header: { "X-App": "7" },
    auth: { token: "${WIRETAPE_TOKEN}", list: ["${WIRETAPE_HOST}"] },
    emit: [
      ["room:subscribe", { room: "r" }, 2],
      "hello",
      { namespace: "/chat", event: "say", args: ["hi"] },
    ],
    "watch-all": true,
    noLog: false,
    duration: "10s",
    events: 5,
    redact: "pin",
  });
  assertEquals(url, "https://example.com/sfa");
  assertEquals(flags.query, ['token=a"b', "auth_type=v3"]);
  assertEquals(flags.header, ["X-App: 7"]);
  assertEquals(flags.auth, '{"token":"a\\"b","list":["example.com"]}');
  assertEquals(flags.emit, [
    '["room:subscribe",{"room":"r"},2]',
    "hello",
    '{"namespace":"/chat","event":"say","args":["hi"]}',
  ]);
  assertEquals([flags.watchAll, flags.noLog, flags.duration, flags.events], [
    true,
    false,
    "10s",
    5,
  ]);
  assertEquals(flags.redact, ["pin"]);
});

Deno.test("readProfile() takes transports as Socket.IO has them", () => {
  assertEquals(read({ transports: ["websocket"] }).flags.transports, "websocket");
  assertEquals(
    read({ transports: ["polling", "websocket"] }).flags.transports,
    "polling,websocket",
  );
  assertEquals(read({ transports: "polling" }).flags.transports, "polling");
});

Deno.test("readProfile() emits lists as they stand, whatever the event is called", () => {
  const { flags } = read({ emit: [["/b", "x"], ["my event"]] });
  assertEquals(flags.emit.map((text) => readEmission(text, ["/", "/b"])), [
    { event: "/b", args: ["x"] },
    { event: "my event", args: [] },
  ]);
});

Deno.test("readProfile() takes numbers, true and false for texts, and namespaces as they come", () => {
  const { flags } = read({
    query: { room: 7, live: true, off: false },
    header: { "X-App": 7 },
    redact: [4711, "pin"],
    // Only with what is typed it is known whether /typed is a namespace.
    emit: ['/typed {"a": 1}', { namespace: "/typed", event: "hi" }],
  });
  assertEquals(flags.query, ["room=7", "live=true", "off=false"]);
  assertEquals([flags.header, flags.redact], [["X-App: 7"], ["4711", "pin"]]);
  assertEquals(flags.emit, ['/typed {"a": 1}', '{"namespace":"/typed","event":"hi"}']);
});

Deno.test("readProfile() sends JSON over a plain WebSocket as text", () => {
  const { flags } = read({ send: [{ type: "start" }, "plain"], every: "5s" });
  assertEquals([flags.send, flags.every], [['{"type":"start"}', "plain"], "5s"]);
});

const REFUSED: readonly [profile: unknown, message: string, advice?: string][] = [
  ["{oops", 'Cannot use the profile "p.json": it is no JSON: '],
  [[1], 'Cannot use the profile "p.json": it is no JSON object'],
  [
    { url: "http://${WIRETAPE_MISSING}/" },
    'Cannot use the profile "p.json": WIRETAPE_MISSING is not set',
    "Set it: WIRETAPE_MISSING=… deno task record --profile p.json",
  ],
  [
    { query: { token: "${WIRETAPE_EMPTY}" } },
    'Cannot use the profile "p.json": WIRETAPE_EMPTY is not set',
    "Set it: WIRETAPE_EMPTY=… deno task record --profile p.json",
  ],
  [
    { url: "${HOME}" },
    'Cannot use the profile "p.json": ${HOME} is not for profiles',
    "Only ${WIRETAPE_…} can be used",
  ],
  [
    { quary: {} },
    'Cannot use the profile "p.json": "quary" is no flag of record',
    'Did you mean "query"?',
  ],
  [{ profile: "q.json" }, 'Cannot use the profile "p.json": "profile" is no flag of record'],
  [{ url: 7 }, 'Cannot use the profile "p.json": "url" is no text'],
  [{ ack: "yes" }, 'Cannot use the profile "p.json": "ack" is "yes", expected true or false'],
  [{ out: ["a", "b"] }, 'Cannot use the profile "p.json": "out" is a list, expected one value'],
  [
    { emit: ["say", 7] },
    'Cannot use the profile "p.json": "emit" has 7 in it, which is no emission',
    'Each emission is a list of its own: "emit": [["EVENT", 1, 2]]',
  ],
  [
    { events: "many" },
    'Cannot use the profile "p.json": "events" is "many": expected a whole number, 1 or more',
  ],
  [
    { duration: "soon" },
    'Cannot use the profile "p.json": "duration" is "soon": it is no duration',
    "Write it like 500ms, 10s, 2m or 1h",
  ],
  [{ every: "-1s" }, 'Cannot use the profile "p.json": "every" is "-1s": expected more than 0'],
  [{ duration: true }, 'Cannot use the profile "p.json": "duration" is true, expected one value'],
  [{ out: null }, 'Cannot use the profile "p.json": "out" is null, expected one value'],
  [{ out: { a: 1 } }, 'Cannot use the profile "p.json": "out" is an object, expected one value'],
  [
    { out: "@1" },
    'Cannot use the profile "p.json": "out" is "@1": it means a tape by its age',
    'Write "out": "./@1" for a file of that name',
  ],
  [
    { out: "-" },
    'Cannot use the profile "p.json": "out" is "-": a recording goes into a file, and not to',
    'Write "out": "./-" for a file of that name; inspect --follow FILE reads a tape as it grows',
  ],
  [
    { header: ["X"] },
    'Cannot use the profile "p.json": "header" cannot be read: there is no ":" in it',
    'Write it like "header": {"NAME": "VALUE"}',
  ],
  [
    { header: { "X Y": 1 } },
    'Cannot use the profile "p.json": cannot send the header "X Y": no header may have these',
  ],
  [
    { query: "novalue" },
    'Cannot use the profile "p.json": "query" cannot be read: there is no "=" in it',
    'Write it like "query": {"NAME": "VALUE"}',
  ],
  [
    { query: ["a=1", "novalue"] },
    'Cannot use the profile "p.json": "query" number 2 cannot be read: there is no "=" in it',
    'Write it like "query": {"NAME": "VALUE"}',
  ],
  [
    { query: { a: { b: 1 } } },
    'Cannot use the profile "p.json": "query" has an object for "a", expected a text, a number, ' +
    "true or false",
  ],
  [{ header: { a: null } }, 'Cannot use the profile "p.json": "header" has null for "a", expected'],
  [
    { query: ["a=1", ["b"]] },
    'Cannot use the profile "p.json": "query" has a list in it, expected',
  ],
  [{ watch: { a: 1 } }, 'Cannot use the profile "p.json": "watch" has an object in it, expected'],
  [
    { auth: [1] },
    'Cannot use the profile "p.json": "auth" cannot be read: it is no JSON object',
    'Write it like "auth": {"token": "…"}',
  ],
  [
    { header: { Host: "env:WIRETAPE_MISSING" } },
    'Cannot use the profile "p.json": cannot send the header "Host": it is the target\'s own',
  ],
  [
    { path: "live" },
    'Cannot use the profile "p.json": "path" is "live": it begins with no slash',
    'Write "/live"',
  ],
  [
    { transports: ["smoke"] },
    'Cannot use the profile "p.json": "transports" is "smoke": "smoke" is not polling or websocket',
  ],
  [
    { namespace: "sfa" },
    'Cannot use the profile "p.json": "namespace" is "sfa": it begins with no slash or has a comma',
  ],
  [
    { emit: ["say {oops"] },
    'Cannot use the profile "p.json": "emit" is "say …": what follows',
    'Write it like "emit": [["EVENT", {"key": 1}]]',
  ],
  [{ redact: "/(/" }, 'Cannot use the profile "p.json": "redact'],
];

for (const [profile, message, advice] of REFUSED) {
  Deno.test(`readProfile() refuses ${JSON.stringify(profile)}`, () => {
    const error = assertThrows(() => read(profile), UsageError);
    assertEquals(error.message.slice(0, message.length), message);
    if (advice !== undefined) assertEquals(error.advice, advice);
  });
}

Deno.test("readProfile() reads no variable and no file that values name", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const profile = {
      query: { a: "env:WIRETAPE_MISSING", b: "file:missing" },
      header: ["X-A: env:WIRETAPE_MISSING", "X-B: file:missing/\u6771"],
      auth: { a: "env:WIRETAPE_MISSING", b: ["env:HOME"] },
    };
    const asked: string[] = [];
    const host = fakeHost({ folder });
    const watched = {
      ...host,
      env: (name: string): string | undefined => {
        asked.push(name);
        return undefined;
      },
      resolvePath: (path: string): string => {
        asked.push(path);
        return host.resolvePath(path);
      },
    };
    for (const auth of [profile.auth, "env:WIRETAPE_MISSING", "file:missing"]) {
      await Deno.writeTextFile(`${folder}/p.json`, JSON.stringify({ ...profile, auth }));
      readProfile("p.json", watched);
    }
    assertEquals(asked, ["p.json", "p.json", "p.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("record asks for no variable of a profile's that something was typed over", async () => {
  await using server = await serve((stock) => {
    stock.on("connection", (socket) => {
      const { auth, query } = socket.handshake;
      socket.emit("go", auth["token"] === "x", query["room"]);
    });
  });
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const path = `${folder}/p.json`;
    const url = `http://127.0.0.1:${server.port}/ `;
    const auth = { token: "env:WIRETAPE_NOPE" };
    const profile = { url, auth, query: { room: `file:${folder}/room` }, watch: "go", events: 1 };
    await Deno.writeTextFile(path, JSON.stringify(profile));
    await Deno.writeTextFile(`${folder}/room`, "r1\n");
    const args = ["--profile", path, "--auth", '{"token":"x"}'];
    const { code, events, host } = await record(args);
    assertEquals(code, 0, host.stderr.written);
    assertEquals(events, ['server / go [true,"r1"]']);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readProfile() names the file that it cannot read", () => {
  const host = fakeHost({ folder: "/nowhere" });
  assertThrows(() => readProfile("p.json", host), Error, 'Cannot read the profile "p.json"');
});

Deno.test("mergeFlags() lets what is typed go first, and merges pairs", () => {
  const flagsOf = (...args: readonly string[]): Profile["flags"] =>
    parseFlags(RECORD_FLAGS, args).flags;
  const profile = flagsOf("--query=a=1", "--query=b=1", "--emit=one", "--duration=5s", "--ack");
  const typed = flagsOf("--query=b=2", "--duration=7s", "--quiet");
  const merged = mergeFlags(profile, typed);
  assertEquals(merged.query, ["a=1", "b=1", "b=2"]);
  assertEquals([merged.emit, merged.duration], [["one"], "7s"]);
  assertEquals([merged.ack, merged.quiet, merged.noLog], [true, true, false]);
  assertEquals(mergeFlags(profile, flagsOf("--emit=two")).emit, ["two"]);
});
