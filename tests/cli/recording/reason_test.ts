// Why nobody was let in, where the wire shows that nobody answered.

import { assertEquals } from "@std/assert";
import { Exchanges } from "../../../src/cli/recording/exchanges.ts";
import { ReasonFinder } from "../../../src/cli/recording/reason.ts";
import { Decoder } from "../../../src/protocols/registry.ts";
import type { RequestEntry, ResponseEntry } from "../../../src/tape/entry.ts";

const POLL = "/socket.io/?EIO=4&transport=polling";

function request(id: number, url = POLL): RequestEntry {
  return { kind: "request", at: 100, conn: id, id, method: "GET", url, headers: [] };
}

function response(id: number, status: number, text = ""): ResponseEntry {
  return { kind: "response", at: 200, conn: id, id, status, headers: [], text };
}

interface Scene {
  readonly finder: ReasonFinder;
  readonly troubles: string[];
  ask(url?: string): void;
  answer(status: number, text?: string): void;
  leave(at: number, by?: "client" | "server"): void;
  /** A message on the session's WebSocket. */
  say(from: "client" | "server", data: string, at: number): void;
}

function scene(target = "http://127.0.0.1:3000/sfa"): Scene {
  const troubles: string[] = [];
  const finder = new ReasonFinder({
    target: new URL(target),
    verb: "record",
    trouble: (key) => troubles.push(key),
  });
  const exchanges = new Exchanges();
  const decoder = new Decoder();
  const upgrade = request(99, "/socket.io/?EIO=4&transport=websocket");
  decoder.receive({ ...upgrade, data: "" });
  decoder.receive({ ...response(99, 101), data: "" });
  let id = 0;
  return {
    finder,
    troubles,
    ask(url): void {
      exchanges.requested(request(++id, url));
    },
    answer(status, text): void {
      const entry = response(id, status, text);
      finder.recorded(entry);
      const asked = exchanges.responded(entry);
      if (asked === undefined) finder.answeredEarly();
      else finder.answered(asked, entry);
    },
    leave(at, by = "client"): void {
      const close = { kind: "close", at, conn: id, by } as const;
      for (const asked of exchanges.closed(id)) finder.unanswered(asked, close);
      finder.recorded(close);
    },
    say(from, data, at): void {
      for (const decoded of decoder.receive({ kind: "message", conn: 99, from, data })) {
        finder.decoded(decoded, at);
      }
    },
  };
}

Deno.test("ReasonFinder tells what was never answered, and how long it was waited for", () => {
  const { finder, ask, leave } = scene();
  ask();
  leave(20_131);
  assertEquals(finder.reasonAt(20_200), "No answer to GET /socket.io/ within 20 s");
});

Deno.test("ReasonFinder does not blame a server that was given no time", () => {
  const { finder, ask, leave } = scene();
  ask();
  leave(400);
  assertEquals(finder.reasonAt(400), undefined);
});

Deno.test("ReasonFinder tells of a CONNECT that is not answered", () => {
  const { finder, say } = scene();
  say("server", '0{"sid":"abc"}', 100);
  say("client", "40/sfa,", 110);
  assertEquals(finder.reasonAt(9610), "No answer to CONNECT /sfa within 9.5 s");
  say("server", '40/sfa,{"sid":"x"}', 9620);
  assertEquals(finder.reasonAt(9700), undefined);
});

Deno.test("ReasonFinder forgets what is mended: Engine.IO answers after all, and lets in", () => {
  const { finder, ask, answer, say } = scene();
  ask();
  answer(503, "later");
  assertEquals(finder.reasonAt(300), "The target answered HTTP 503: later");
  say("server", '0{"sid":"abc"}', 300);
  assertEquals(finder.reasonAt(300), undefined);
  say("server", '44/sfa,{"message":"no"}', 400);
  assertEquals(finder.reasonAt(400), "The server refused the connection to /sfa: no");
  say("server", '40/sfa,{"sid":"x"}', 500);
  assertEquals(finder.reasonAt(500), undefined);
});

Deno.test("ReasonFinder tells of a session that is gone, and takes it for no reason", () => {
  const { finder, troubles, ask, answer } = scene();
  ask(`${POLL}&sid=abc`);
  answer(400, '{"code":1,"message":"Session ID unknown"}');
  assertEquals(finder.reasonAt(300), undefined);
  assertEquals(troubles, ["400 GET /socket.io/"]);
});

Deno.test("ReasonFinder keeps the redirect when what it led to is no Engine.IO either", () => {
  const { finder, ask, answer } = scene();
  ask();
  finder.answeredEarly();
  const moved = { ...response(1, 302), headers: [["Location", "/home"]] } as const;
  finder.answered({ ...ASKED }, moved);
  ask("/home?EIO=4&transport=polling");
  answer(200, "<h1>Hi</h1>");
  assertEquals(
    finder.reasonAt(300),
    "The target answered GET /socket.io/ with HTTP 302 and sends it to " +
      "http://127.0.0.1:3000/home, another page: no Socket.IO there",
  );
  assertEquals(finder.hasMoved, true);
});

const ASKED = {
  id: 1,
  conn: 1,
  at: 100,
  method: "GET",
  url: POLL,
  path: "/socket.io/",
  headers: [],
  isEngine: true,
  isUpgrade: false,
  hasSession: false,
};

Deno.test("ReasonFinder offers TLS to who is told of it, or hung up on", () => {
  const told = scene();
  told.ask();
  told.answer(400, "<title>400 The plain HTTP request was sent to HTTPS port</title>");
  assertEquals(
    told.finder.reasonAt(300),
    "The target answered HTTP 400: 400 The plain HTTP request was sent to HTTPS port " +
      "(use https://127.0.0.1:3000)",
  );
  const left = scene("ws://127.0.0.1:3000/");
  left.finder.recorded({ kind: "close", at: 1, conn: 1, by: "server" });
  assertEquals(
    left.finder.reasonAt(300),
    "The target closed the connection without an answer. Is it a Socket.IO server? " +
      "Then record http://127.0.0.1:3000/. Or does it want wss://127.0.0.1:3000?",
  );
  const plain = scene("http://127.0.0.1:3000/");
  plain.finder.recorded({ kind: "close", at: 1, conn: 1, by: "server" });
  assertEquals(
    plain.finder.reasonAt(300),
    "The target closed the connection without an answer. Does it want https://127.0.0.1:3000?",
  );
  const secure = scene("wss://127.0.0.1:3000/");
  secure.finder.recorded({ kind: "close", at: 1, conn: 1, by: "server" });
  assertEquals(
    secure.finder.reasonAt(300),
    "The target closed the connection without an answer. Is it a Socket.IO server? " +
      "Then record https://127.0.0.1:3000/",
  );
});

Deno.test("ReasonFinder takes notes and logs for no end of an answer that may yet be Engine.IO", () => {
  const { finder, troubles, ask, answer, say } = scene();
  ask();
  answer(200, '0{"sid":"abc"}');
  finder.recorded({ kind: "note", at: 200, rule: "advice/cookie", text: "x" });
  finder.recorded({ kind: "log", at: 200, source: "x", text: "x" });
  finder.recorded({ kind: "mark", at: 200, text: "x" });
  say("server", '0{"sid":"abc"}', 200);
  assertEquals(finder.reasonAt(300), undefined);
  assertEquals(troubles, []);
  ask();
  answer(200, "no");
  finder.recorded({ kind: "open", at: 300, conn: 7 });
  assertEquals(troubles, ["no-engine GET /socket.io/"]);
});

Deno.test("ReasonFinder tells of a question that the target hung up on, and of no spare connection", () => {
  const { finder, troubles, ask, answer, leave } = scene();
  finder.recorded({ kind: "close", at: 1, conn: 1, by: "server" });
  ask();
  leave(2);
  assertEquals(troubles, []);
  ask();
  leave(3, "server");
  assertEquals(troubles, ["closed"]);
  ask();
  answer(200, '0{"sid":"abc"}');
  ask(`${POLL}&sid=abc`);
  leave(4, "server");
  assertEquals(troubles.filter((key) => key === "closed").length, 1);
});
