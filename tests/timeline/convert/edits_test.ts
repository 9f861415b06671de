// Single edits on every kind of carrier: what the line looks like afterwards, to the byte.

import { assertEquals } from "@std/assert";
import { fromBase64, toBase64 } from "../../../src/base/bytes.ts";
import { encodePacketAsMsgpack } from "../../../src/protocols/socket_io/msgpack.ts";
import type { Edit } from "../../../src/timeline/convert/edits.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import { compileWhere } from "../../../src/timeline/filter/where.ts";
import { convertText, entriesOf, eventsIn, tapeOf, verifyText } from "./tapes.ts";

function setting(path: string, value: null | number | string, where = 'event == "a"'): Edit {
  return { kind: "set", where: compileWhere(where), path: compilePath(path), value };
}

function dropping(where: string): Edit {
  return { kind: "drop", where: compileWhere(where) };
}

/** A websocket of this Engine.IO version that has been opened. */
function websocket(version: 3 | 4): readonly object[] {
  const url = `/socket.io/?EIO=${version}&transport=websocket`;
  const headers = [["Upgrade", "websocket"]];
  return [
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url, headers },
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers },
  ];
}

function message(content: object): object {
  return { kind: "message", at: 3, conn: 1, from: "server", ...content };
}

function polling(body: object, url = "EIO=4"): readonly object[] {
  const target = `/socket.io/?${url}&transport=polling&sid=s`;
  return [
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: target, headers: [] },
    { kind: "response", at: 2, conn: 1, id: 1, status: 200, headers: [], ...body },
  ];
}

async function edited(lines: readonly object[], ...edits: readonly Edit[]): Promise<{
  readonly last: { readonly [field: string]: unknown } | undefined;
  readonly events: readonly unknown[];
  readonly problems: readonly string[];
}> {
  const { text, problems } = await convertText(tapeOf(...lines), { edits });
  const events = await eventsIn(text);
  return {
    last: entriesOf(text).at(-1),
    events: events.map((event) => Array.isArray(event) ? event.slice(3, 5) : event),
    problems: problems.map(({ line, reason }) => `${line}: ${reason}`),
  };
}

Deno.test("a set value changes its own characters and no others", async () => {
  const text = '42/sfa,17["a", {"id":12345678901234567890,"x":1.0,"e":"\\u00e9","lat":52.50}]';
  const { last, problems } = await edited(
    [...websocket(4), message({ text })],
    setting("$.lat", null),
  );
  assertEquals(last?.text, text.replace("52.50", "null"));
  assertEquals(problems, []);
});

Deno.test("a set value in plain JSON may give the message another name", async () => {
  const headers = [["Upgrade", "websocket"]];
  const lines = [
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: "/ws", headers },
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers },
    message({ text: '{"type":"a","n":1}' }),
    {
      kind: "event",
      at: 3,
      conn: 1,
      from: "server",
      ns: "/",
      name: "a",
      args: [{ type: "a", n: 1 }],
      of: 4,
    },
  ];
  const tape = tapeOf(...lines);
  const { text } = await convertText(tape, { edits: [setting("$.type", "b")] });
  assertEquals(entriesOf(text).slice(2), [
    message({ text: '{"type":"b","n":1}' }),
    { ...lines[3], name: "b", args: [{ type: "b", n: 1 }] },
  ]);
  assertEquals((await verifyText(text)).verdict.errors, 0);
});

Deno.test("an edited message no longer tells how it was compressed and split", async () => {
  const raw = { text: '42["a",1]', frames: [4, 5], wireBytes: 9, compressed: true, colour: "red" };
  const { last } = await edited([...websocket(4), message(raw)], setting("$", 2));
  assertEquals(last, message({ text: '42["a",2]', colour: "red" }));
});

Deno.test("an edited body of revision 3 has its lengths counted anew", async () => {
  const body = { text: '9:42["a",1]9:42["b",1]', headers: [["content-length", "22"]] };
  const { last, events } = await edited(polling(body, "EIO=3"), setting("$", "äh"));
  assertEquals(last?.text, '12:42["a","äh"]9:42["b",1]');
  assertEquals(last?.headers, [["content-length", "27"]]);
  assertEquals(events, [["a", ["äh"]], ["b", [1]]]);
});

Deno.test("an edited binary body of revision 3 keeps its framing", async () => {
  const body = Uint8Array.from([
    0,
    9,
    255,
    ...new TextEncoder().encode('42["a",1]'),
    1,
    3,
    255,
    4,
    7,
    8,
  ]);
  const { last, events } = await edited(
    polling({ base64: toBase64(body) }, "EIO=3"),
    setting("$", 100),
  );
  const after = Uint8Array.from([
    ...[0, 1, 1, 255, ...new TextEncoder().encode('42["a",100]')],
    ...[1, 3, 255, 4, 7, 8],
  ]);
  assertEquals(fromBase64(String(last?.base64)), after);
  assertEquals(events, [["a", [100]]]);
});

Deno.test("an edited body that came with a content coding goes on without it", async () => {
  const headers = [["Content-Encoding", "gzip"], ["Content-Length", "40"], ["Vary", "x"]];
  const body = { text: '42["a",1]\x1e42["b",2]', coding: "gzip", wireBytes: 40, headers };
  const { last } = await edited(polling(body), setting("$", 10));
  const expected = polling({
    text: '42["a",10]\x1e42["b",2]',
    headers: [["Content-Length", "20"], ["Vary", "x"]],
  }).at(-1);
  assertEquals(last, { ...expected });
});

Deno.test("JSONP is edited inside its script and its form", async () => {
  const script = '___eio[7]("42[\\"a\\",1]");';
  const answer = await edited(polling({ text: script }, "EIO=4&j=7"), setting("$", 2));
  assertEquals(answer.last?.text, script.replace(",1]", ",2]"));
  const url = "/socket.io/?EIO=4&transport=polling&sid=s&j=7";
  const form = { text: "d=42%5B%22a%22%2C1%5D", headers: [["Content-Length", "21"]] };
  const posted = await edited(
    [{ kind: "request", at: 1, conn: 1, id: 1, method: "POST", url, ...form }],
    setting("$", 20),
  );
  assertEquals(posted.last?.text, "d=42%5B%22a%22%2C20%5D");
  assertEquals(posted.last?.headers, [["Content-Length", "22"]]);
});

Deno.test("msgpack is written anew, and refused when it could not be the same", async () => {
  const connect = encodePacketAsMsgpack({ type: "CONNECT", namespace: "/", data: { sid: "x" } });
  const event = encodePacketAsMsgpack({ type: "EVENT", namespace: "/", data: ["a", { n: 1 }] });
  const lines = [...websocket(4), message({ base64: toBase64(connect) })];
  const { events, problems } = await edited(
    [...lines, message({ base64: toBase64(event) })],
    setting("$.n", 70_000),
  );
  assertEquals(events, [["a", [{ n: 70_000 }]]]);
  assertEquals(problems, []);
  // The same number in a longer form than stock peers choose.
  const longer = Uint8Array.from(
    [...event].flatMap((byte, index) =>
      byte === 1 && event[index - 1] === 0x6e ? [0xcd, 0, 1] : [byte]
    ),
  );
  const other = await edited(
    [...lines, message({ base64: toBase64(longer) })],
    setting("$.n", 2),
  );
  assertEquals(other.events, [["a", [{ n: 1 }]]]);
  assertEquals(other.problems, ["6: its msgpack holds what cannot be written again as it was"]);
});

Deno.test("a binary event is edited where its text stands, and its attachments stay", async () => {
  const lines = [
    ...websocket(4),
    message({ text: '451-["a",{"n":1,"photo":{"_placeholder":true,"num":0}}]' }),
    message({ text: "2" }),
    message({ base64: "AQID" }),
  ];
  const { text, problems } = await convertText(tapeOf(...lines), { edits: [setting("$.n", 2)] });
  assertEquals(problems, []);
  assertEquals(entriesOf(text).slice(3), [
    message({ text: '451-["a",{"n":2,"photo":{"_placeholder":true,"num":0}}]' }),
    message({ text: "2" }),
    message({ base64: "AQID" }),
  ]);
  const dropped = await convertText(tapeOf(...lines), { edits: [dropping('event == "a"')] });
  assertEquals(entriesOf(dropped.text).slice(3), [message({ text: "2" })]);
});

Deno.test("what cannot be edited faithfully stays as it was, and is told", async () => {
  const binary = [
    message({ text: '451-["a",{"n":1,"photo":{"_placeholder":true,"num":0}}]' }),
    message({ base64: "AQID" }),
  ];
  const torn = [
    message({ text: '452-["a",{"n":1}]' }),
    message({ base64: "AQID" }),
    message({ text: '42["b"]' }),
  ];
  const cut = [message({ text: '42["a",{"n":1}]', truncated: true })];
  const cases: readonly (readonly [readonly object[], string])[] = [
    [binary, "6: its binary would change, and attachments are kept"],
    [cut, "5: only a first part of it was kept"],
  ];
  for (const [lines, problem] of cases) {
    const path = lines === binary ? "$.photo" : "$.n";
    const tape = tapeOf(...websocket(4), ...lines);
    const { text, problems } = await convertText(tape, { edits: [setting(path, 2)] });
    assertEquals(text, tape);
    assertEquals(problems.map(({ line, reason }) => `${line}: ${reason}`), [problem]);
  }
  const tape = tapeOf(...websocket(4), ...torn);
  const { text } = await convertText(tape, { edits: [setting("$.n", 2)] });
  assertEquals(text, tape);
});

Deno.test("hidden ranges stand where their text stands after an edit", async () => {
  const raw = '42["a",{"n":1,"token":"*****","m":1}]';
  const redacted = { text: [[23, 5, "0badcafe"]] };
  const event = {
    kind: "event",
    at: 3,
    conn: 1,
    from: "server",
    ns: "/",
    name: "a",
    args: [{ n: 1, token: "*****", m: 1 }],
    of: 5,
    redacted: { "args[0].token": [[0, 5, "0badcafe"]] },
  };
  const tape = tapeOf(...websocket(4), message({ text: raw, redacted }), event);
  const edits = [setting("$.n", 1000), setting("$.m", 1000)];
  const { text } = await convertText(tape, { edits });
  const [changed, told] = entriesOf(text).slice(3);
  assertEquals(changed?.redacted, { text: [[26, 5, "0badcafe"]] });
  assertEquals(told?.redacted, event.redacted);
  assertEquals((await verifyText(text)).verdict.errors, 0);
  const replaced = await convertText(tape, { edits: [setting("$.token", "open")] });
  assertEquals(entriesOf(replaced.text).slice(3).map(({ redacted }) => redacted), [
    undefined,
    undefined,
  ]);
});

Deno.test("a poll whose every event is dropped is answered with a noop, a post is not sent", async () => {
  const { last } = await edited(polling({ text: '42["a",1]' }), dropping('event == "a"'));
  assertEquals(last?.text, "6");
  const url = "/socket.io/?EIO=4&transport=polling&sid=s";
  const post = [
    { kind: "request", at: 1, conn: 1, id: 1, method: "POST", url, headers: [], text: '42["a"]' },
    { kind: "response", at: 2, conn: 1, id: 1, status: 200, headers: [], text: "ok" },
    { kind: "mark", at: 3, text: "after" },
  ];
  const { text } = await convertText(tapeOf(...post), { edits: [dropping('event == "a"')] });
  assertEquals(entriesOf(text), [{ kind: "mark", at: 3, text: "after" }]);
});

Deno.test("an event is put behind a line by its number", async () => {
  const tape = tapeOf(...websocket(4), message({ text: '40/sfa,{"sid":"x"}' }));
  const event = { name: "a", args: [{ n: 1 }, 2] };
  const { text } = await convertText(tape, { edits: [{ kind: "insert", after: 5, event }] });
  assertEquals(entriesOf(text).slice(4), [
    message({ text: '42/sfa,["a",{"n":1},2]' }),
    { kind: "event", at: 3, conn: 1, from: "server", ns: "/sfa", ...event, of: 6 },
  ]);
});

Deno.test("a binary packet with something odd about it is not edited", async () => {
  const lines = [message({ text: '451-["a",{"n":1}]' }), message({ base64: "AQID" })];
  const tape = tapeOf(...websocket(4), ...lines);
  const { text, problems } = await convertText(tape, { edits: [setting("$.n", 2)] });
  assertEquals(text, tape);
  assertEquals(problems.map(({ line }) => line), [6]);
});

Deno.test("hidden headers are listed where they stand when one before them has gone", async () => {
  const headers = [["Content-Encoding", "gzip"], ["Set-Cookie", "a=****"]];
  const redacted = { "headers[1]": [[2, 4, "0badcafe"]] };
  const body = { text: '42["a",1]', coding: "gzip", wireBytes: 40, headers, redacted };
  const { last } = await edited(polling(body), setting("$", 10));
  assertEquals(last?.redacted, { "headers[0]": [[2, 4, "0badcafe"]] });
});

Deno.test("a key that stands twice is written once when its value is set", async () => {
  const { events } = await edited(
    [...websocket(4), message({ text: '42["a",{"n":1,"n":2,"m":3}]' })],
    setting("$.n", 4),
  );
  assertEquals(events, [["a", [{ n: 4, m: 3 }]]]);
});
