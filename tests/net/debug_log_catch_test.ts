// Catching the debug log of Socket.IO's client: all of its lines, and nothing once it was let go.

import { assertEquals, assertStrictEquals } from "@std/assert";
import createDebug from "debug";
import { catchDebugLog } from "../../src/net/debug_log.ts";

const SOURCES = ["engine.io-client:socket", "socket.io-client:manager", "socket.io-parser"];

Deno.test("catchDebugLog() catches the client's lines as text, and leaves others", () => {
  const lines: string[][] = [];
  using _log = catchDebugLog((source, text) => lines.push([source, text]));
  for (const source of [...SOURCES, "express:router"]) createDebug(source)("%s took %d", "it", 7);
  assertEquals(lines, SOURCES.map((source) => [source, "it took 7"]));
});

Deno.test("catchDebugLog() leaves the log as it was when it is disposed of", () => {
  const { formatArgs, log } = createDebug;
  const lines: string[] = [];
  const early = createDebug("engine.io-client:socket");
  const caught = catchDebugLog((_source, text) => lines.push(text));
  early("heard");
  caught[Symbol.dispose]();
  early("unheard");
  assertEquals(lines, ["heard"]);
  assertEquals(SOURCES.map((source) => createDebug.enabled(source)), [false, false, false]);
  assertStrictEquals(createDebug.log, log);
  assertStrictEquals(createDebug.formatArgs, formatArgs);
});
