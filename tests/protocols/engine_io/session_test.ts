// What is remembered of sessions and requests stays bounded.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  Connection,
  Exchange,
  MAX_PENDING_REQUESTS,
} from "../../../src/protocols/engine_io/connection.ts";
import { readEngineUrl } from "../../../src/protocols/engine_io/http.ts";
import { Sessions } from "../../../src/protocols/engine_io/session.ts";

const silent = () => ({ receive: () => ({ packets: [], label: "", notes: [] }) });

Deno.test("Sessions forgets the session that was asked for longest ago", () => {
  const sessions = new Sessions(silent, 2);
  const first = sessions.find("a", 4);
  const second = sessions.find("b", 4);
  assert(sessions.find("a", 4) === first);
  sessions.find("c", 4);
  assert(sessions.find("a", 4) === first);
  assert(sessions.find("b", 4) !== second);
});

Deno.test("Sessions keeps the revision that a session began with", () => {
  const sessions = new Sessions(silent);
  sessions.start("a", 3);
  assertEquals(sessions.find("a", 4).version, 3);
  sessions.forget("a");
  assertEquals(sessions.find("a", 4).version, 4);
});

Deno.test("Connection gives up the oldest of too many unanswered requests", () => {
  const connection = new Connection();
  const exchange = new Exchange(readEngineUrl("/?EIO=4"), "GET");
  for (let id = 0; id <= MAX_PENDING_REQUESTS; id++) connection.ask(id, exchange);
  assertEquals(connection.answer(0), undefined);
  assertNotEquals(connection.answer(1), undefined);
  assertEquals(connection.answer(1), undefined);
});
