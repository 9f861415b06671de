// What the mutations do not reach: plain WebSockets and HTTP, refusals, ids, secrets, sessions that
// nobody else has, and the two timelines side by side.

import { assertEquals } from "@std/assert";
import { OWN_ID } from "../../src/diff/volatile_ids.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { get, says } from "../timeline/moments_of.ts";
import { diffScripts, type ScriptAct } from "./script_tape.ts";
import { act, diffEntries, plain, session, told } from "./told.ts";

function page(status: number, text: string, path = "/rides?day=1"): readonly Entry[] {
  return [
    { kind: "open", at: 0, conn: 7 },
    get(1, 7, path),
    { kind: "response", at: 5, conn: 7, id: 7, status, headers: [], text },
    { kind: "close", at: 6, conn: 7, by: "client" },
  ];
}

Deno.test("diffTapes() compares plain WebSockets by their messages", async () => {
  const good = plain([["client", '{"type":"start"}'], ["server", "hello"], ["server", "\u0001"]]);
  assertEquals(told(await diffEntries(good, good)), []);
  const bad = plain([["client", '{"type":"start","n":1}'], ["server", "hello!"]]);
  assertEquals(told(await diffEntries(good, bad)), [
    "changed start $.n",
    "changed text $",
    "missing text",
  ]);
});

Deno.test("diffTapes() compares JSON behind plain text by what it says, whoever spoke first", async () => {
  const good = plain([["client", "start"], ["server", '{"type":"pos","n":1}']]);
  const other = plain([["client", "start"], ["server", '{"n":2,"type":"pos"}']]);
  assertEquals(told(await diffEntries(good, other)), ["changed pos $.n"]);
  const sameOtherwise = plain([["client", "start"], ["server", '{"n":1,"type":"pos"}']]);
  assertEquals(told(await diffEntries(good, sameOtherwise)), []);
  const eager = plain([["server", '{"type":"pos","n":1}'], ["client", "start"]]);
  assertEquals(
    told(await diffEntries(good, eager)).filter((line) => !line.startsWith("moved")),
    [],
  );
});

Deno.test("diffTapes() tells the close code of a plain WebSocket", async () => {
  const result = await diffEntries(plain([]), plain([], { code: 4401 }));
  assertEquals(told(result), ["ending close-frame close-frame 0"]);
});

Deno.test("diffTapes() compares HTTP of no session by status, query and body", async () => {
  assertEquals(told(await diffEntries(page(200, "ok"), page(200, "ok"))), []);
  assertEquals(told(await diffEntries(page(200, "ok"), page(500, "no"))), [
    "answer GET /rides $.status $.body",
  ]);
  assertEquals(told(await diffEntries(page(200, "ok"), page(200, "ok", "/rides?day=2"))), [
    "changed GET /rides $.query.day",
  ]);
  const unanswered = page(200, "ok").filter(({ kind }) => kind !== "response");
  assertEquals(told(await diffEntries(page(200, "ok"), unanswered)), ["answer GET /rides"]);
});

/** A handshake over polling that is refused. */
function refusedHandshake(message: string, version = 4): readonly Entry[] {
  const text = JSON.stringify({ code: 5, message });
  return [
    { kind: "open", at: 0, conn: 1 },
    get(1, 1, `/socket.io/?EIO=${version}&transport=polling&t=x`),
    { kind: "response", at: 2, conn: 1, id: 1, status: 400, headers: [], text },
    { kind: "close", at: 3, conn: 1, by: "server" },
  ];
}

Deno.test("diffTapes() tells why a handshake was refused", async () => {
  const good = refusedHandshake("Unsupported protocol version");
  assertEquals(told(await diffEntries(good, good)), []);
  const result = await diffEntries(good, refusedHandshake("Bad request", 3));
  assertEquals(
    told(result),
    [
      "changed handshake $.version",
      "changed handshake $.message",
      "ending connection-closed connection-closed 0",
    ].slice(0, result.findings.length),
  );
  assertEquals(result.findings.length >= 2, true);
});

Deno.test("diffTapes() tells sessions that only one tape has", async () => {
  const [one, other] = [session(act("a", [1])), session(act("b", [2]), act("c", [3]))];
  assertEquals(told(await diffScripts([one, other], [other])), ["session-missing"]);
  const added = await diffScripts([other], [one, other]);
  assertEquals(told(added), ["session-added"]);
  assertEquals(added.sessions.map(({ left, right }) => [left?.number, right?.number]), [
    [undefined, 1],
    [1, 2],
  ]);
  assertEquals([...added.sessions[0]?.rows() ?? []].map(({ mark }) => mark), [
    "added",
    "added",
    "added",
    "added",
  ]);
});

Deno.test("diffTapes() pairs very many sessions in their order", async () => {
  const many = Array.from({ length: 320 }, (_, index) => session(act("say", [index])));
  assertEquals(told(await diffScripts(many, many)), []);
  const result = await diffScripts(many, many.toSpliced(5, 1));
  assertEquals(told(result), ["session-missing"]);
  assertEquals(result.findings[0]?.session, 5);
});

const OWN = "socket-good-1-000000";
const THEIRS = "socket-other-1-000000";

Deno.test("diffTapes() takes ids that servers gave out for no values, wherever they stand", async () => {
  const saying = (id: string): ScriptAct =>
    act("who", [{ me: id, all: { [id]: true }, text: `I am ${id}!`, list: ["x", id] }]);
  assertEquals(told(await diffScripts([session(saying(OWN))], [session(saying(THEIRS))])), []);
  const stranger = "somebody-else-000000";
  assertEquals(told(await diffScripts([session(saying(OWN))], [session(saying(stranger))])), [
    `changed who $.me $.all["${OWN_ID}"] $.all.${stranger} $.text $.list[1]`,
  ]);
});

/** A message whose token was hidden on the tape. */
function hidden(text: string, redacted: Record<string, [number, number, string][]>): Entry {
  return { ...says("client", 3, text), redacted };
}

Deno.test("diffTapes() takes what was hidden for anything", async () => {
  const [head] = [plain([]).slice(0, 3)];
  const text = '{"type":"auth","token":"******","pin":"**","n":1}';
  const at = text.indexOf("******");
  const good = [
    ...head ?? [],
    hidden(text, { text: [[at, 6, "00000000"], [text.indexOf('"**"'), 4, "00000000"]] }),
  ];
  const shorter = text.replace("******", "*");
  const longer = [
    ...head ?? [],
    hidden(shorter, { text: [[at, 1, "11111111"], [shorter.indexOf('"**"'), 4, "11111111"]] }),
  ];
  assertEquals(told(await diffEntries(good, longer)), []);
  const open = [...head ?? [], says("client", 3, '{"type":"auth","token":"abc","pin":12,"n":1}')];
  assertEquals(told(await diffEntries(good, open)), []);
  const other = [...head ?? [], says("client", 3, '{"type":"auth","token":"abc","pin":12,"n":2}')];
  assertEquals(told(await diffEntries(good, other)), ["changed auth $.n"]);
});

Deno.test("diffTapes() hides a secret of the handshake's query as well", async () => {
  const opening = (token: string, redacted: boolean, type = "v3"): readonly Entry[] => {
    const url = `/live?auth_type=${type}&token=${token}&a=1&a=2`;
    const range: [number, number, string] = [url.indexOf(token), token.length, "00000000"];
    const request = get(1, 1, url);
    return [
      { kind: "open", at: 0, conn: 1 },
      redacted ? { ...request, redacted: { url: [range] } } : request,
      { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
      says("server", 3, "hello"),
    ];
  };
  assertEquals(told(await diffEntries(opening("****", true), opening("abc", false))), []);
  assertEquals(told(await diffEntries(opening("****", true), opening("**", true, "v2"))), [
    "changed /live $.query.auth_type",
  ]);
});

Deno.test("diffTapes() keeps an answer to nothing, and what nobody can read", async () => {
  const head = plain([]).slice(0, 1);
  const entries = (text: string): readonly Entry[] => [
    ...head,
    get(1, 1, "/socket.io/?EIO=4&transport=websocket"),
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    says("server", 3, '0{"sid":"abcdefgh","upgrades":[],"pingInterval":1000,"pingTimeout":500}'),
    says("client", 4, "40"),
    says("server", 5, '40{"sid":"ijklmnop","pid":"qrstuvwx"}'),
    says("server", 6, `43${text}`),
    says("server", 7, `4${text}`),
  ];
  assertEquals(told(await diffEntries(entries("7[1]"), entries("7[1]"))), []);
  assertEquals(told(await diffEntries(entries("7[1]"), entries("7[2]"))), [
    "changed answer to nothing $[0]",
    "changed text $",
  ]);
});

Deno.test("a result's rows are both timelines, what was moved in both its places", async () => {
  const good = [session(act("a", [1]), act("b", [2]), act("c", [3]), act("d", [4]))];
  const bad = [session(act("b", [2]), act("a", [1]), act("c", [30]), act("e", [5]))];
  const { sessions, first } = await diffScripts(good, bad);
  const rows = [...sessions[0]?.rows() ?? []].map(({ mark, left, right }) =>
    `${mark} ${left?.key.name ?? "-"} ${right?.key.name ?? "-"}`
  );
  assertEquals(rows.filter((row) => !row.includes("CONNECT") && !row.includes("handshake")), [
    "moved-away a a",
    "same b b",
    "moved-here a a",
    "changed c c",
    "missing d -",
    "added - e",
  ]);
  assertEquals(first?.finding.kind, "moved");
  assertEquals(first?.lastGood?.left.key.name, "CONNECT");
});
