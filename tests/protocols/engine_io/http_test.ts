// Engine.IO's URLs, its errors, and which requests are its own.

import { assertEquals } from "@std/assert";
import { engineIo } from "../../../src/protocols/engine_io/engine_io.ts";
import { ERROR_MEANINGS, readEngineUrl, readError } from "../../../src/protocols/engine_io/http.ts";

Deno.test("readEngineUrl() reads all that a query says", () => {
  const url = "/socket.io/?EIO=4&transport=polling&sid=abc&j=0&b64=1&t=PxYz&auth=x%20y#frag";
  assertEquals(readEngineUrl(url), {
    path: "/socket.io/",
    eio: "4",
    version: 4,
    transport: "polling",
    sid: "abc",
    j: "0",
    base64: true,
    t: "PxYz",
    notes: [],
  });
});

Deno.test("readEngineUrl() reads absolute targets, and none at all", () => {
  assertEquals(readEngineUrl("http://host:80/engine.io/?EIO=4").path, "/engine.io/");
  assertEquals(readEngineUrl("").path, "");
  assertEquals(readEngineUrl("/x?sid=&EIO").sid, undefined);
  assertEquals(readEngineUrl("/x?%E0%A4%A&EIO=4").version, 4);
});

Deno.test("readEngineUrl() takes every EIO but 4 for revision 3, as servers do", () => {
  for (const eio of ["3", "2", "04", "5", ""]) {
    const url = readEngineUrl(`/socket.io/?EIO=${eio}`);
    assertEquals([url.version, url.eio, url.notes], [3, eio, []]);
  }
  const { version, notes } = readEngineUrl("/socket.io/?transport=polling");
  assertEquals([version, notes.map(({ rule }) => rule)], [3, ["engine.io/no-version"]]);
});

for (const [code, meaning] of ERROR_MEANINGS.entries()) {
  Deno.test(`readError() knows code ${code}: ${meaning}`, () => {
    const json = readError(400, JSON.stringify({ code, message: meaning }));
    assertEquals([json.code, json.meaning, json.message], [code, meaning, undefined]);
    const refusedUpgrade = readError(400, new TextEncoder().encode(meaning));
    assertEquals([refusedUpgrade.code, refusedUpgrade.meaning], [code, meaning]);
  });
}

Deno.test("readError() keeps the server's own words and the whole body", () => {
  const body = '{"code":4,"message":"no such token","more":1}';
  const error = readError(403, body);
  assertEquals(error.meaning, "Forbidden");
  assertEquals(error.message, "no such token");
  assertEquals(error.data, body);
});

Deno.test("readError() says what a status means that comes without a code", () => {
  assertEquals(readError(413, "").code, undefined);
  assertEquals(readError(413, "").meaning.includes("maxHttpBufferSize"), true);
  assertEquals(readError(418, "I am a teapot").meaning, "HTTP status 418");
  assertEquals(readError(502, Uint8Array.of(0xff)).data, Uint8Array.of(0xff));
  assertEquals(readError(400, '{"code":"1"}').code, undefined);
  assertEquals(readError(400, '{"code":99}').meaning.startsWith("Bad request"), true);
});

const requests: readonly (readonly [url: string, sureness: number])[] = [
  ["/socket.io/?EIO=4&transport=polling", 1],
  ["/custom/path?EIO=3&transport=websocket", 1],
  ["/?transport=polling&EIO=4", 1],
  ["/socket.io/", 0.5],
  ["/engine.io/?transport=polling", 0.5],
  ["http://host/chat/socket.io", 0.5],
  ["/socket.io/socket.io.js", 0],
  ["/", 0],
  ["/chat?eio=4", 0],
];

for (const [url, sureness] of requests) {
  Deno.test(`recognise() is ${sureness} sure of ${url}`, () => {
    const head = { kind: "request", conn: 1, id: 1, method: "GET", headers: [], data: "" } as const;
    assertEquals(engineIo.recognise({ ...head, url }), sureness);
  });
}
