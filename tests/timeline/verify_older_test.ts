// Tapes of older recorders, which read a plain WebSocket by its first message, are true as well; and
// what a recorder of today leaves out is found.

import { assertEquals } from "@std/assert";
import { tapeOf, verifyText } from "./convert/tapes.ts";

async function rulesOf(...lines: readonly object[]): Promise<readonly string[]> {
  const { findings } = await verifyText(
    tapeOf(...lines, { kind: "end", at: 9, entries: lines.length }),
  );
  return findings.map(({ line, rule, field = "" }) => `${line} ${rule} ${field}`);
}

const TOLD = { kind: "event", at: 1, conn: 1, from: "client", ns: "/", name: "a", of: 5 };

/** Messages of a plain WebSocket, from line 5 on. */
function plainTape(...texts: readonly string[]): readonly object[] {
  const place = { at: 1, conn: 1 };
  return [
    { kind: "open", ...place },
    { kind: "request", ...place, id: 1, method: "GET", url: "/live", headers: [] },
    { kind: "response", ...place, id: 1, status: 101, headers: [] },
    ...texts.map((text) => ({ kind: "message", ...place, from: "client", text })),
  ];
}

Deno.test("verifyTape() finds missing event lines of JSON behind plain text, unless all are", async () => {
  const tape = plainTape("start", '{"type":"a"}', '{"type":"b"}');
  const first = { ...TOLD, args: [{ type: "a" }], of: 6 };
  const second = { ...TOLD, name: "b", args: [{ type: "b" }], of: 7 };
  assertEquals(await rulesOf(...tape, first, second), []);
  assertEquals(await rulesOf(...tape, first), ["7 event/missing "]);
  assertEquals(await rulesOf(...tape, second), ["6 event/missing "]);
  // As an older recorder left it, to which the first message said that none is JSON.
  assertEquals(await rulesOf(...tape), []);
  assertEquals(await rulesOf(...tape, { ...first, args: [{ type: "c" }] }), [
    "8 event/raw args[0].type",
    "7 event/missing ",
  ]);
});

Deno.test("verifyTape() finds every missing event line where the first message is JSON", async () => {
  const tape = plainTape('{"type":"a"}', "text", '{"type":"b"}');
  assertEquals(await rulesOf(...tape), ["5 event/missing ", "7 event/missing "]);
  assertEquals(await rulesOf(...plainTape("[torn", '{"type":"b"}')), ["6 event/missing "]);
});

Deno.test("verifyTape() holds plain WebSockets apart", async () => {
  const other = plainTape('{"type":"a"}').map((entry) => ({ ...entry, conn: 2 }));
  const [open = {}, request = {}, ...rest] = other;
  const lines = [...plainTape("start", '{"type":"a"}'), open, { ...request, id: 2 }];
  const [response = {}, message = {}] = rest;
  assertEquals(await rulesOf(...lines, { ...response, id: 2 }, message), ["10 event/missing "]);
});

Deno.test("verifyTape() takes an older tape's lines of bare JSON values, and wants none", async () => {
  const tape = plainTape('{"type":"a"}', "5", '"x"', "null", "no JSON");
  const told = { ...TOLD, args: [{ type: "a" }] };
  const values = [
    { ...TOLD, name: "number", args: [5], of: 6 },
    { ...TOLD, name: "string", args: ["x"], of: 7 },
    { ...TOLD, name: "null", args: [null], of: 8 },
  ];
  assertEquals(await rulesOf(...tape, told), []);
  assertEquals(await rulesOf(...tape, told, ...values), []);
  assertEquals(await rulesOf(...tape, told, { ...TOLD, name: "number", args: [6], of: 6 }), [
    "11 event/raw args[0]",
  ]);
  assertEquals(await rulesOf(...tape, told, { ...TOLD, name: "string", args: ["no"], of: 9 }), [
    "11 event/raw ",
  ]);
});

Deno.test("verifyTape() holds the sessions of Engine.IO apart that carry no Socket.IO", async () => {
  const place = { at: 1, conn: 1 };
  const sessions = ["s1", "s2"].flatMap((sid, index) => {
    const conn = index + 1;
    const url = "/engine.io/?EIO=4&transport=websocket";
    const open = `0{"sid":"${sid}","upgrades":[],"pingInterval":1,"pingTimeout":1}`;
    return [
      { kind: "open", at: 1, conn },
      { kind: "request", at: 1, conn, id: conn, method: "GET", url, headers: [] },
      { kind: "response", at: 1, conn, id: conn, status: 101, headers: [] },
      { kind: "message", at: 1, conn, from: "server", text: open },
      { kind: "message", at: 1, conn, from: "client", text: "4hello" },
      { kind: "message", at: 1, conn, from: "client", text: '4{"type":"a"}' },
      { kind: "message", at: 1, conn, from: "client", text: '4{"type":"a"}' },
    ];
  });
  const told = { ...TOLD, ...place, args: [{ type: "a" }], of: 7 };
  assertEquals(await rulesOf(...sessions), []);
  assertEquals(await rulesOf(...sessions, told), ["8 event/missing "]);
  assertEquals(await rulesOf(...sessions, told, { ...told, of: 8 }), []);
});
