// From lines to meanings.

import { assertEquals } from "@std/assert";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { readTape } from "../../src/tape/reader.ts";
import { decodeTape } from "../../src/timeline/decode_tape.ts";

const HEADER = {
  kind: "tape",
  format: "wiretape/1",
  id: "1",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape 0.1.0",
  mode: "record",
};

const OPEN = '0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

Deno.test("decodeTape() decodes what lines carry and passes the others on", async () => {
  const polling = "/socket.io/?EIO=4&transport=polling";
  const lines = [
    HEADER,
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: polling, headers: [] },
    { kind: "response", at: 2, conn: 1, id: 1, status: 200, headers: [], text: OPEN },
    {
      kind: "request",
      at: 3,
      conn: 1,
      id: 2,
      method: "POST",
      url: `${polling}&sid=s1`,
      headers: [],
      text: '40/sfa,\x1e42/sfa,["hi",1]',
    },
    { kind: "future", at: 4, anything: true },
    { kind: "message", at: 5, conn: 2, from: "server", base64: "AQID" },
    { kind: "close", at: 6, conn: 1 },
  ];
  const bytes = encodeUtf8(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const told: unknown[] = [];
  for await (const { line, decoded } of decodeTape(await readTape([bytes]))) {
    told.push([
      line.number,
      ...decoded.map((one) => `${one.from} ${one.event?.name ?? one.label}`),
    ]);
  }
  assertEquals(told, [
    [2],
    [3],
    [4, "server open"],
    [5, "client CONNECT /sfa", "client hi"],
    [6],
    [7, "server binary 3 B"],
    [8],
  ]);
});
