// Requests and what answers them, in whichever order they are recorded.

import { assertEquals } from "@std/assert";
import { Exchanges, MAX_EARLY, MAX_WAITING } from "../../../src/cli/recording/exchanges.ts";
import type { RequestEntry, ResponseEntry } from "../../../src/tape/entry.ts";

const POLL = "/socket.io/?EIO=4&transport=polling";

function request(id: number, { conn = 1, url = POLL } = {}): RequestEntry {
  return { kind: "request", at: 100, conn, id, method: "POST", url, headers: [] };
}

function response(id: number, { conn = 1, status = 200 } = {}): ResponseEntry {
  return { kind: "response", at: 200, conn, id, status, headers: [] };
}

Deno.test("Exchanges tell what a response answers, once", () => {
  const exchanges = new Exchanges();
  assertEquals(exchanges.requested(request(1)), undefined);
  assertEquals(exchanges.responded(response(1, { status: 103 })), undefined);
  assertEquals(exchanges.responded(response(1))?.path, "/socket.io/");
  assertEquals(exchanges.responded(response(1)), undefined);
});

const KINDS: readonly [url: string, isEngine: boolean, hasSession: boolean][] = [
  [POLL, true, false],
  [`${POLL}&sid=a`, true, true],
  [`${POLL}&sid=`, true, false],
  ["/page?sid=a", false, false],
];

for (const [url, isEngine, hasSession] of KINDS) {
  Deno.test(`Exchanges know what is asked with ${url}`, () => {
    const exchanges = new Exchanges();
    exchanges.requested(request(1, { url }));
    const asked = exchanges.responded(response(1));
    assertEquals([asked?.isEngine, asked?.hasSession, asked?.isUpgrade], [
      isEngine,
      hasSession,
      false,
    ]);
  });
}

Deno.test("Exchanges pair an answer with a request that is recorded after it, which waits no more", () => {
  const exchanges = new Exchanges();
  const early = response(7, { status: 413 });
  assertEquals(exchanges.responded(early), undefined);
  const answered = exchanges.requested(request(7));
  assertEquals([answered?.asked.id, answered?.answer], [7, early]);
  assertEquals(exchanges.closed(1), []);
  assertEquals(exchanges.requested(request(7)), undefined);
});

Deno.test("Exchanges pair a refusal after 100 Continue with the request that is recorded after both", () => {
  const exchanges = new Exchanges();
  exchanges.responded(response(1, { status: 100 }));
  exchanges.responded(response(1, { status: 413 }));
  assertEquals(exchanges.requested(request(1))?.answer.status, 413);
  assertEquals(exchanges.closed(1), []);
});

Deno.test("Exchanges take no answer for that of another request, or of another connection", () => {
  const exchanges = new Exchanges();
  exchanges.responded(response(7, { status: 103 }));
  assertEquals(exchanges.requested(request(7)), undefined);
  exchanges.responded(response(8));
  assertEquals(exchanges.requested(request(9)), undefined);
  assertEquals(exchanges.requested(request(8)), undefined);
  exchanges.responded(response(10));
  assertEquals(exchanges.requested(request(11, { conn: 2 })), undefined);
  assertEquals(exchanges.requested(request(10))?.answer.id, 10);
  exchanges.responded(response(12));
  exchanges.closed(1);
  assertEquals(exchanges.requested(request(12)), undefined);
});

Deno.test("Exchanges keep no more than they may, and nothing of connections that are gone", () => {
  const exchanges = new Exchanges();
  for (let id = 1; id <= MAX_WAITING + 1; id++) exchanges.requested(request(id, { conn: id }));
  assertEquals(exchanges.responded(response(MAX_WAITING + 1)), undefined);
  assertEquals(exchanges.closed(2).map(({ id }) => id), [2]);
  assertEquals(exchanges.closed(2), []);
});

Deno.test("Exchanges keep so many early answers and no more", () => {
  const exchanges = new Exchanges();
  for (let id = 1; id <= MAX_EARLY + 1; id++) exchanges.responded(response(id, { conn: id }));
  assertEquals(exchanges.requested(request(MAX_EARLY + 1, { conn: MAX_EARLY + 1 })), undefined);
  assertEquals(exchanges.requested(request(1))?.answer.id, 1);
});
