// Whole tapes are clean; every kind of damage is found as exactly what it is.

import { assertEquals, assertRejects } from "@std/assert";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { TapeError } from "../../src/tape/problem.ts";
import { verifyTape } from "../../src/timeline/verify.ts";
import { fixture, FIXTURES, HEADER, tapeOf, verifyText } from "./convert/tapes.ts";

for (const [name, text] of FIXTURES) {
  Deno.test(`verifyTape() finds nothing wrong with the tape ${name}`, async () => {
    const { findings, verdict } = await verifyText(text);
    assertEquals(findings, []);
    assertEquals(verdict.ending, "whole");
    assertEquals(verdict.entries, text.trimEnd().split("\n").length - 2);
  });
}

const WEBSOCKET = fixture("tracking_websocket");

/** The tape with one line changed: `find` says which, `replace` what becomes of it. */
function damaged(find: string, change: (line: string) => string): string {
  const lines = WEBSOCKET.split("\n");
  const index = lines.findIndex((line) => line.includes(find));
  return lines.map((line, at) => at === index ? change(line) : line).join("\n");
}

function numberOf(find: string): number {
  return WEBSOCKET.split("\n").findIndex((line) => line.includes(find)) + 1;
}

const EVENT = '"kind":"event"';
const MESSAGE = '"text":"42/sfa,[\\"location:track\\"';
const RESPONSE = '"kind":"response"';
const END = '"kind":"end"';

/** What is done to the tape, where it is found, and the beginning of what is said. */
const DAMAGES: readonly (readonly [
  what: string,
  tape: string,
  line: number,
  place: string,
  said: string,
])[] = [
  [
    "a line that is no JSON",
    damaged('"kind":"log"', (line) => line.slice(0, -1)),
    numberOf('"kind":"log"'),
    "tape/line",
    '{"',
  ],
  [
    "a field of another type",
    damaged(MESSAGE, (line) => line.replace('"conn":1', '"conn":"1"')),
    numberOf(MESSAGE),
    "tape/line",
    '"conn" is "1", expected a whole number from 0 on',
  ],
  [
    "a line that is older than those above it",
    damaged(END, (line) => line.replace(/"at":[\d.]+/, '"at":3')),
    numberOf(END),
    "tape/order at",
    '"at" is 3, ',
  ],
  [
    "a wrong number of entries",
    damaged(END, (line) => line.replace(/"entries":\d+/, '"entries":3')),
    numberOf(END),
    "tape/end entries",
    '"entries" is 3, ',
  ],
  [
    "a wrong count",
    damaged(END, (line) => line.replace(/"response":\d+/, '"response":9')),
    numberOf(END),
    "tape/end counts.response",
    '"counts" says 9 response, 1 are there',
  ],
  [
    "an event line with another value",
    damaged(EVENT, (line) => line.replace('"ssoId":222222', '"ssoId":222223')),
    numberOf(EVENT),
    "event/raw args[0].ssoId",
    "it is 222223, ",
  ],
  [
    "an event line with a value too many",
    damaged(EVENT, (line) => line.replace('"ssoId"', '"x":1,"ssoId"')),
    numberOf(EVENT),
    "event/raw args[0].x",
    "it is one too many, ",
  ],
  [
    "an event line of another name",
    damaged(EVENT, (line) => line.replace('"name":"location:track"', '"name":"location"')),
    numberOf(EVENT),
    "event/raw name",
    '"name" is "location", ',
  ],
  [
    "an event line of another namespace",
    damaged(EVENT, (line) => line.replace('"ns":"/sfa"', '"ns":"/"')),
    numberOf(EVENT),
    "event/raw ns",
    '"ns" is "/", ',
  ],
  [
    "an event line on another connection",
    damaged(EVENT, (line) => line.replace('"conn":1', '"conn":2')),
    numberOf(EVENT),
    "event/raw conn",
    '"conn" is 2, ',
  ],
  [
    "an event line that asks for an answer",
    damaged(EVENT, (line) => line.replace("}", "}").slice(0, -1) + ',"ack":3}'),
    numberOf(EVENT),
    "event/raw ack",
    '"ack" is 3, ',
  ],
  [
    "a response to nothing",
    damaged(RESPONSE, (line) => line.replace('"id":1', '"id":7')),
    numberOf(RESPONSE),
    "http/pair id",
    '"id" 7 answers no request of this tape',
  ],
  [
    "a response on another connection",
    damaged(RESPONSE, (line) => line.replace('"conn":1', '"conn":4')),
    numberOf(RESPONSE),
    "http/pair conn",
    '"conn" is 4, request 1 was sent on 1',
  ],
  [
    "ranges beyond the end",
    damaged(MESSAGE, (line) => `${line.slice(0, -1)},"redacted":{"text":[[4,9000,"00000000"]]}}`),
    numberOf(MESSAGE),
    "entry/redacted text",
    '"redacted" lists 4 to 9004 of "text", which is ',
  ],
  [
    "a secret that stands open",
    damaged('"kind":"log"', (line) => line.replace('"text":"', '"text":"token=s3cr3tv4lue ')),
    numberOf('"kind":"log"'),
    "secret/left text",
    "a secret stands open at 6, 11 long",
  ],
];

for (const [what, tape, line, place, said] of DAMAGES) {
  Deno.test(`verifyTape() finds ${what}, and that alone`, async () => {
    const { findings, verdict } = await verifyText(tape);
    const [finding] = findings;
    assertEquals(findings.length, 1, JSON.stringify(findings));
    const rule = finding?.rule;
    const found = finding?.field === undefined ? rule : `${rule} ${finding.field}`;
    assertEquals([finding?.line, found], [line, place]);
    assertEquals(finding?.text.slice(0, said.length), said);
    assertEquals([verdict.errors, verdict.warnings], rule === "tape/order" ? [0, 1] : [1, 0]);
  });
}

async function rulesOf(...lines: readonly object[]): Promise<readonly string[]> {
  const end = { kind: "end", at: 9, entries: lines.length };
  const { findings } = await verifyText(tapeOf(...lines, end));
  return findings.map(({ line, rule, field = "" }) => `${line} ${rule} ${field}`);
}

const UPGRADED = [
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
const SENT = { kind: "message", at: 2, conn: 1, from: "server", text: '42["a",1]' };
const TOLD = {
  kind: "event",
  at: 2,
  conn: 1,
  from: "server",
  ns: "/",
  name: "a",
  args: [1],
  of: 5,
};

Deno.test("verifyTape() finds event lines that are missing, twice there or lead nowhere", async () => {
  assertEquals(await rulesOf(...UPGRADED, SENT, TOLD), []);
  assertEquals(await rulesOf(...UPGRADED, SENT), ["5 event/missing "]);
  assertEquals(await rulesOf(...UPGRADED, SENT, TOLD, TOLD), ["7 event/raw "]);
  for (const  of of[1, 2, 6, 99]) {
    assertEquals(await rulesOf(...UPGRADED, SENT, TOLD, { ...TOLD, of }), ["7 event/of of"]);
  }
  assertEquals(await rulesOf(...UPGRADED, SENT, TOLD, { ...TOLD, of: 4 }), ["7 event/raw "]);
});

Deno.test("verifyTape() takes what was hidden on either side for equal", async () => {
  const text = '42["a",{"token":"****","pin":"","n":1}]';
  const hidden = { ...SENT, text, redacted: { text: [[17, 4, "0badcafe"], [29, 2, "0badcafe"]] } };
  const args = [{ token: "****", pin: "", n: 1 }];
  assertEquals(await rulesOf(...UPGRADED, hidden, { ...TOLD, args }), []);
  const open = [{ token: "open", pin: 12, n: 1 }];
  assertEquals(await rulesOf(...UPGRADED, hidden, { ...TOLD, args: open }), []);
  const other = [{ token: "****", pin: "", n: 2 }];
  assertEquals(await rulesOf(...UPGRADED, hidden, { ...TOLD, args: other }), [
    "6 event/raw args[0].n",
  ]);
  const asterisks = { ...SENT, text };
  assertEquals(await rulesOf(...UPGRADED, asterisks, { ...TOLD, args: open }), [
    "6 event/raw args[0].token",
  ]);
});

Deno.test("verifyTape() finds connections and exchanges that cannot have been", async () => {
  const close = { kind: "close", at: 3, conn: 1 };
  assertEquals(await rulesOf(...UPGRADED, close), []);
  assertEquals(await rulesOf(...UPGRADED, close, close), ["6 conn/life conn"]);
  assertEquals(await rulesOf(...UPGRADED, close, { ...SENT, at: 3, text: "2" }), [
    "6 conn/life conn",
  ]);
  assertEquals(await rulesOf({ kind: "open", at: 1, conn: 1 }, ...UPGRADED), ["3 conn/life conn"]);
  const [, request, response] = UPGRADED;
  assertEquals(await rulesOf(...UPGRADED, request ?? {}, response ?? {}), ["5 http/pair id"]);
  assertEquals(await rulesOf(...UPGRADED, response ?? {}), ["5 http/pair id"]);
  const [open = {}] = UPGRADED;
  assertEquals(
    await rulesOf(open, request ?? {}, { ...response, status: 100 }, response ?? {}),
    [],
  );
});

Deno.test("verifyTape() finds base64 that is none, and lengths that do not fit", async () => {
  const bytes = { kind: "bytes", at: 2, conn: 1, from: "client", base64: "A*" };
  assertEquals(await rulesOf(bytes), ["2 entry/base64 base64"]);
  const headers = [["Host", "x"], ["Content-Length", "3"]];
  const post = { kind: "request", at: 2, conn: 1, id: 1, method: "POST", url: "/", headers };
  assertEquals(await rulesOf({ ...post, text: "äb" }), []);
  assertEquals(await rulesOf({ ...post, text: "ab" }), ["2 entry/length headers[1]"]);
  assertEquals(await rulesOf({ ...post, text: "ab", coding: "gzip" }), []);
  const split = { ...SENT, text: "2abc", frames: [2, 2] };
  assertEquals(await rulesOf(...UPGRADED, split), []);
  assertEquals(await rulesOf(...UPGRADED, { ...split, frames: [2, 1] }), ["5 entry/length frames"]);
});

Deno.test("verifyTape() tells a torn tape and one that was cut short as what they are", async () => {
  const torn = WEBSOCKET.slice(0, -10);
  const { findings, verdict } = await verifyText(torn);
  assertEquals(findings.map(({ rule, severity }) => [rule, severity]), [["tape/torn", "warning"]]);
  assertEquals([verdict.ending, verdict.errors, verdict.warnings], ["torn", 0, 1]);
  const short = await verifyText(tapeOf({ kind: "mark", at: 1, text: "x" }));
  assertEquals(short.findings.map(({ line, rule }) => `${line} ${rule}`), ["2 tape/cut-short"]);
  assertEquals(short.verdict.ending, "cut-short");
});

Deno.test("verifyTape() looks for secrets only where they were to be hidden", async () => {
  const mark = { kind: "mark", at: 1, text: "token=s3cr3tv4lue pin=1234" };
  const rulesWith = async (redaction: object): Promise<readonly string[]> => {
    const header = JSON.stringify({ ...HEADER, redaction });
    const text = `${header}\n${JSON.stringify(mark)}\n{"kind":"end","at":1,"entries":1}\n`;
    return (await verifyText(text)).findings.map(({ rule, text }) => `${rule} ${text}`);
  };
  assertEquals(await rulesWith({ on: false }), []);
  assertEquals(await rulesWith({ on: true }), ["secret/left a secret stands open at 6, 11 long"]);
  assertEquals((await rulesWith({ on: true, keys: ["pin"] })).length, 2);
});

Deno.test("verifyTape() refuses what is no tape", async () => {
  const looking = verifyTape([encodeUtf8("no tape\n")]);
  await assertRejects(() => looking.next(), TapeError);
});

Deno.test("verifyTape() finds an end in the middle", async () => {
  const end = { kind: "end", at: 1, entries: 0 };
  assertEquals(await rulesOf(end, { kind: "mark", at: 2, text: "x" }), ["2 tape/end "]);
});
