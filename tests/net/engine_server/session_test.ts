// What owners do with their sessions, over polling and over WebSocket: flushes, goodbyes,
// stalled clients; beside a stock server where it has the same to offer.

import { assert, assertEquals } from "@std/assert";
import {
  type EngineServerOptions,
  startEngineServer,
} from "../../../src/net/engine_server/engine_server.ts";
import type { EngineSession, SessionEnd } from "../../../src/net/engine_server/engine_owner.ts";
import { HIGH_WATER_BYTES, MAX_BUFFERED_BYTES } from "../../../src/net/engine_server/limits.ts";
import { ManualAfter } from "./manual_after.ts";
import { playExchange, type RawExchange } from "./raw_http.ts";
import { frame, RawWebSocket } from "./raw_websocket.ts";
import { startStock, TakeAll } from "./stock.ts";

const OPEN = { query: "EIO=4&transport=polling" };
const POLL = { query: "EIO=4&transport=polling&sid=SID" };
const PINNED = "EIO=4&transport=polling&sid=recorded";
const SOCKET = "/socket.io/?EIO=4&transport=websocket";

/** Does something with every session as soon as it is open, and remembers how they end. */
class Doing {
  readonly sessions: EngineSession[] = [];
  readonly ends: SessionEnd[] = [];
  drainings = 0;
  readonly #act: (session: EngineSession) => void;
  readonly #ended = Promise.withResolvers<void>();

  constructor(act: (session: EngineSession) => void) {
    this.#act = act;
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  readonly admit: EngineServerOptions["owner"]["admit"] = () => ({
    kind: "take",
    owner: {
      opened: (session) => {
        this.sessions.push(session);
        this.#act(session);
      },
      message: () => {},
      drained: () => {
        this.drainings++;
      },
      closed: (end) => {
        this.ends.push(end);
        this.#ended.resolve();
      },
    },
  });
}

/** Only what a session needs of stock's socket. */
interface Common {
  send(data: string): void;
  close(): void;
}

const ACTS: Readonly<Record<string, (session: Common) => void>> = {
  "nothing waits": (session) => session.close(),
  "messages wait": (session) => {
    session.send("one");
    session.send("two");
    session.close();
    session.send("too late");
  },
};

for (const [name, act] of Object.entries(ACTS)) {
  Deno.test(`a session that is closed while ${name} says goodbye as a stock one`, async () => {
    const polling: RawExchange = [OPEN, POLL, POLL, POLL];
    await using stock = await startStock();
    stock.io.engine.on("connection", act);
    const owner = new Doing((session) =>
      act({ send: (data) => session.send([data]), close: () => session.close() })
    );
    await using server = await startEngineServer({ owner });
    const [expected, actual] = await Promise.all(
      [stock.port, server.port].map((port) => playExchange(port, polling)),
    );
    assertEquals(actual, expected);
    assertEquals(owner.ends, [{ reason: "forced close" }]);
    const seen = await Promise.all([stock.port, server.port].map(async (port) => {
      using client = new RawWebSocket(port, SOCKET);
      return [...await client.until("end")];
    }));
    assertEquals(seen[1], seen[0]);
    assertEquals(owner.ends.length, 2);
  });
}

Deno.test("a flush is one payload when a poll is parked, and waits in order when none is", async () => {
  const owner = new Doing((session) => {
    session.send(["a", Uint8Array.of(1), "b"]);
    session.send([]);
    session.send(["c"]);
  });
  await using server = await startEngineServer({ owner });
  const answers = await playExchange(server.port, [OPEN, POLL]);
  assertEquals(bodyOf(answers[1]), "4a\u001ebAQ==\u001e4b\u001e4c");
  assertEquals(owner.sessions[0]?.buffered, 0);
});

Deno.test("a session keeps what its owner chose: its id, its times, its upgrades", async () => {
  await using server = await startEngineServer({
    owner: {
      admit: () => ({
        kind: "take",
        sid: "recorded",
        handshake: { pingInterval: 7000, pingTimeout: 5000, upgrades: [] },
        owner: { opened: () => {}, message: () => {}, closed: () => {} },
      }),
    },
  });
  const [answer, other] = await playExchange(server.port, [OPEN, OPEN]);
  const handshake = '0{"sid":"SID","upgrades":[],"pingInterval":7000,"pingTimeout":5000}';
  assertEquals(bodyOf(answer), handshake);
  assertEquals(bodyOf(other), handshake);
  const sids: string[] = [];
  await playExchange(server.port, [OPEN], (sid) => sids.push(sid));
  assertEquals(sids.includes("recorded"), false);
  const [known] = await playExchange(server.port, [{ ...POLL, method: "PUT", query: PINNED }]);
  assertEquals(known?.split("\r\n")[0], "HTTP/1.1 500 Internal Server Error");
});

Deno.test("a session over WebSocket is closed with the code that its owner says", async () => {
  const owner = new Doing((session) => {
    session.send(["last"]);
    session.closeWith(4401, "ungültig");
  });
  await using server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, SOCKET);
  await client.until("end");
  assertEquals(client.seen.slice(-3), ["text 4last", "close 4401ungültig", "end"]);
  assertEquals(owner.ends, [{ reason: "forced close" }]);
  assertEquals(owner.sessions[0]?.send(["too late"]), false);
});

Deno.test("a session tells its owner how a WebSocket ended", async () => {
  const owner = new Doing(() => {});
  await using server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, SOCKET);
  await client.until("text 0");
  client.end();
  await owner.ended;
  assertEquals(owner.ends, [{ reason: "transport close", code: 1006, text: "" }]);
});

Deno.test("a session whose client does not poll is full, drained by a poll, and let go in the end", async () => {
  const text = "x".repeat(10_000);
  let isFilled = false;
  const owner = new Doing((session) => {
    while (session.send([text]));
    isFilled = session.buffered >= HIGH_WATER_BYTES;
  });
  await using server = await startEngineServer({ owner });
  const [, poll] = await playExchange(server.port, [OPEN, POLL]);
  assert(isFilled);
  assertEquals(bodyOf(poll).split("\u001e").length, Math.ceil(HIGH_WATER_BYTES / 10_001));
  assertEquals(owner.drainings, 1);
  const [session] = owner.sessions;
  let most = 0;
  for (let sent = 0; sent < 1000 && session?.isOpen === true; sent++) {
    session.send([text]);
    most = Math.max(most, session.buffered);
  }
  assertEquals(owner.ends, [{ reason: "stalled" }]);
  assert(most > MAX_BUFFERED_BYTES && most < MAX_BUFFERED_BYTES + 2 * text.length);
});

Deno.test("a session that waits for a last poll does not wait for ever", async () => {
  const clock = new ManualAfter();
  const owner = new Doing((session) => session.close());
  await using server = await startEngineServer({ owner, after: clock.after });
  await playExchange(server.port, [OPEN]);
  clock.advance(29_999);
  assertEquals(server.sessionCount, 1);
  clock.advance(1);
  assertEquals(server.sessionCount, 0);
  assertEquals(clock.waiting, 0);
});

Deno.test("a session that has had its last poll leaves no timer behind", async () => {
  const clock = new ManualAfter();
  const owner = new Doing((session) => session.close());
  await using server = await startEngineServer({ owner, after: clock.after });
  await playExchange(server.port, [OPEN, POLL]);
  assertEquals(owner.ends, [{ reason: "forced close" }]);
  assertEquals(clock.waiting, 0);
});

Deno.test("an upgrade that is not finished in time leaves the session where it is", async () => {
  const clock = new ManualAfter();
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner, after: clock.after });
  const [answer = ""] = await playExchange(server.port, [OPEN], (sid) => owner.told.push(sid));
  assert(answer.includes("websocket"));
  const sid = owner.told[1];
  using socket = new RawWebSocket(server.port, `${SOCKET}&sid=${sid}`, [frame("2probe")]);
  await socket.until("text 3probe");
  clock.advance(10_000);
  await socket.until("end");
  assertEquals(owner.sessions[0]?.isOpen, true);
  assertEquals(owner.sessions[0]?.transport, "polling");
});

Deno.test("a poll that comes while its session moves is let go soon", async () => {
  const clock = new ManualAfter();
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner, after: clock.after });
  let sid = "";
  await playExchange(server.port, [OPEN], (found) => sid = found);
  using socket = new RawWebSocket(server.port, `${SOCKET}&sid=${sid}`, [frame("2probe")]);
  await socket.until("text 3probe");
  const query = `${OPEN.query}&sid=${sid}`;
  const poll = playExchange(server.port, [[{ query }, { method: "POST", query, body: "4there" }]]);
  // What comes behind the poll has come: so has the poll.
  await owner.until("message there");
  clock.advance(100);
  assertEquals(bodyOf((await poll)[0]).startsWith("6HTTP/1.1 200 OK"), true);
  socket.send(frame("5"));
  await owner.until("upgraded");
  await socket.leave();
});

function bodyOf(answer: string = ""): string {
  return answer.slice(answer.indexOf("\r\n\r\n") + 4);
}
