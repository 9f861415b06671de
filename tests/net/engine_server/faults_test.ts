// Servers in trouble, and what the stock client makes of it.

import { assertEquals } from "@std/assert";
import { io, type Socket } from "socket.io-client";
import {
  type EngineServer,
  startEngineServer,
  STOCK_HANDSHAKE,
} from "../../../src/net/engine_server/engine_server.ts";
import type { EngineOwner, EngineSession } from "../../../src/net/engine_server/engine_owner.ts";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import { OPCODE } from "../../../src/wire/frames.ts";
import { HeldTime } from "../../house/held_time.ts";
import { inTime } from "../../peers/in_time.ts";
import { ManualAfter } from "./manual_after.ts";
import { playExchange } from "./raw_http.ts";
import { frame, RawWebSocket } from "./raw_websocket.ts";
import { TakeAll } from "./stock.ts";

/** What a client says once it knows that it is in. */
const IN = '2["in"]';

/** Lets a Socket.IO client in and, once it knows, does something to it. */
class Stage implements EngineOwner {
  readonly told: string[] = [];
  readonly #opened: (session: EngineSession) => void;
  readonly #connected: (session: EngineSession) => void;
  #next = Promise.withResolvers<void>();

  constructor(
    connected: (session: EngineSession) => void,
    opened: (session: EngineSession) => void = () => {},
  ) {
    this.#opened = opened;
    this.#connected = connected;
  }

  readonly admit: EngineOwner["admit"] = () => {
    let session: EngineSession | undefined;
    return {
      kind: "take",
      owner: {
        opened: (opened) => {
          session = opened;
          this.#opened(opened);
        },
        message: (data) => {
          if (data === "0") session?.send(['0{"sid":"x"}']);
          else {
            if (data === IN && session !== undefined) this.#connected(session);
            this.#tell(String(data));
          }
        },
        closed: ({ reason, code }) => this.#tell(`closed ${reason} ${code ?? ""}`),
      },
    };
  };

  async until(line: string): Promise<void> {
    while (!this.told.includes(line)) {
      await inTime(this.#next.promise, `${line} after ${this.told}`);
    }
  }

  #tell(line: string): void {
    this.told.push(line);
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

interface Details {
  readonly context?: { readonly code?: number };
}

function open(server: EngineServer, transports: string[]): Socket {
  const client = io(server.url, { transports, reconnection: false, forceNew: true });
  client.on("connect", () => client.emit("in"));
  return client;
}

/** Why the client says that it is out, with a close code where it knows one. */
function whenOut(client: Socket): Promise<string> {
  const out = new Promise<string>((resolve) => {
    client.on("disconnect", (reason, details) => {
      // Its own type leaves open what it is.
      const code = (details as Details | undefined)?.context?.code;
      resolve(code === undefined ? reason : `${reason} ${code}`);
    });
  });
  return inTime(out, "the client to be out");
}

/** With as much time for everything as a stock server gives. */
const HANDSHAKE = { ...STOCK_HANDSHAKE, upgrades: [] };

interface Case {
  readonly transport: "polling" | "websocket";
  /** What is done to the session of a client that has just said that it is in. */
  readonly act: (session: EngineSession) => void;
  /** What the client says. */
  readonly out: string;
  /** What the owner hears. */
  readonly end: string;
}

const CASES: Readonly<Record<string, Case>> = {
  "a WebSocket that is cut": {
    transport: "websocket",
    act: (session) => session.faults.cut(),
    out: "transport close 1006",
    end: "closed transport close 1006",
  },
  "a poll that is cut": {
    transport: "polling",
    act: (session) => session.faults.cut(),
    out: "transport error",
    end: "closed transport error ",
  },
  "a close code": {
    transport: "websocket",
    act: (session) => session.closeWith(1011, "broken"),
    out: "transport close 1011",
    end: "closed forced close ",
  },
  "a close of polling, which has no codes": {
    transport: "polling",
    act: (session) => session.closeWith(1011, "broken"),
    out: "transport close",
    end: "closed forced close ",
  },
  "a packet of no type": {
    transport: "websocket",
    act: (session) => session.faults.sendPackets([{ type: "unknown", data: "x" }]),
    out: "transport error",
    end: "closed transport close 1005",
  },
  "a noop over a WebSocket and a broken event": {
    transport: "websocket",
    act: (session) =>
      session.faults.sendPackets([{ type: "noop" }, { type: "message", data: "9" }]),
    out: "parse error",
    end: "closed transport close 1005",
  },
  "bytes that are no frame": {
    transport: "websocket",
    act: (session) => session.faults.sendBytes(Uint8Array.of(0xff, 0xff)),
    out: "transport error",
    end: "closed transport close 1002",
  },
  "a payload that is none": {
    transport: "polling",
    act: (session) => session.faults.sendBytes(encodeUtf8("no packets")),
    out: "transport error",
    end: "closed transport close ",
  },
};

for (const [name, { transport, act, out, end }] of Object.entries(CASES)) {
  Deno.test(`a client meets ${name}`, async () => {
    const stage = new Stage(act);
    await using server = await startEngineServer({ owner: stage, handshake: HANDSHAKE });
    const client = open(server, [transport]);
    assertEquals(await whenOut(client), out);
    await stage.until(end);
  });
}

for (
  const [transport, end] of [
    ["websocket", "closed transport close 1005"],
    ["polling", "closed transport close "],
  ] as const
) {
  Deno.test(`a client meets pings that do not come over ${transport}`, async () => {
    const { pingInterval, pingTimeout } = HANDSHAKE;
    const patience = pingInterval + pingTimeout;
    using time = new HeldTime((delay) => delay === patience ? "held" : "runs");
    const clock = new ManualAfter();
    const sessions: EngineSession[] = [];
    const stage = new Stage(
      (session) => sessions.push(session),
      (session) => session.faults.starvePings(true),
    );
    await using server = await startEngineServer({
      owner: stage,
      handshake: HANDSHAKE,
      after: clock.after,
    });
    const client = open(server, [transport]);
    let pings = 0;
    client.io.on("ping", () => pings++);
    const heard = new Promise<void>((resolve) => client.on("later", () => resolve()));
    await stage.until(IN);
    clock.advance(pingInterval);
    // What is sent behind a ping comes behind it.
    sessions[0]?.send(['2["later"]']);
    await inTime(heard, "what comes behind the ping");
    assertEquals(pings, 0);
    const out = whenOut(client);
    time.end(patience);
    assertEquals(await out, "ping timeout");
    await stage.until(end);
  });
}

Deno.test("a session whose upgrade is blocked stays on polling until it is not", async () => {
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner });
  let sid = "";
  const query = "EIO=4&transport=polling";
  await playExchange(server.port, [{ query }], (found) => sid = found);
  const [session] = owner.sessions;
  session?.faults.blockUpgrade(true);
  using socket = new RawWebSocket(
    server.port,
    `/socket.io/?EIO=4&transport=websocket&sid=${sid}`,
    [frame("2probe"), frame("5"), frame("there", OPCODE.ping)],
  );
  await socket.until("pong there");
  assertEquals(socket.seen, ["answer 101 ", "pong there"]);
  const post = { method: "POST", query: `${query}&sid=${sid}`, body: "4still" };
  await playExchange(server.port, [post]);
  assertEquals(owner.told, ["opened polling 4", "message still"]);
  session?.faults.blockUpgrade(false);
  socket.send(frame("2probe"), frame("5"));
  await owner.until("upgraded");
  await socket.leave();
});

Deno.test("a client whose polls are stalled hears nothing until they are not", async () => {
  const sessions: EngineSession[] = [];
  const stage = new Stage((session) => {
    sessions.push(session);
    session.faults.stallPolls(true);
    session.send(['2["hello"]']);
  });
  await using server = await startEngineServer({ owner: stage });
  const client = open(server, ["polling"]);
  const heard: string[] = [];
  const hello = new Promise<void>((resolve) =>
    client.on("hello", () => {
      heard.push("hello");
      resolve();
    })
  );
  await stage.until(IN);
  client.emit("here");
  await stage.until('2["here"]');
  assertEquals(heard, []);
  sessions[0]?.faults.stallPolls(false);
  await inTime(hello, "what was stalled");
  client.disconnect();
  await stage.until("closed transport close ");
});

Deno.test("a session that is cut while no poll is parked has its next one reset", async () => {
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner });
  const open = { query: "EIO=4&transport=polling" };
  let sid = "";
  await playExchange(server.port, [open], (found) => sid = found);
  owner.sessions[0]?.faults.cut();
  assertEquals(server.sessionCount, 1);
  const query = `${open.query}&sid=${sid}`;
  const answers = await playExchange(server.port, [{ query }, { query }]);
  assertEquals(answers[0]?.includes("ECONNRESET"), true);
  assertEquals(answers[1]?.includes('"code":1'), true);
  assertEquals(owner.told.at(-1), "closed transport error");
});
