// Stock clients that reconnect by themselves: after a fault they find their server recovered.

import { assert, assertEquals } from "@std/assert";
import { io, type Socket } from "socket.io-client";
import {
  type ReplayEvent,
  type ReplayServer,
  type ReplayServerOptions,
  type ServerFault,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { HeldTime } from "../../house/held_time.ts";
import { inTime } from "../../peers/in_time.ts";
import { engineSession } from "../../replay/fixtures.ts";
import { assertDeaf } from "./deaf_client.ts";
import { OneTimer } from "./one_timer.ts";
import { closed, connect, plainScript } from "./plain_tape.ts";
import { scriptFrom, scriptOf } from "./scripts.ts";

interface Client extends Disposable {
  readonly positions: readonly number[];
  readonly ends: readonly string[];
  readonly ids: readonly string[];
  /** All positions of the tape have come. */
  readonly all: Promise<void>;
  readonly socket: Socket;
}

/** How long a client waits before it comes back: like no other timer, so that it can be held. */
const RECONNECTION = 12_345;
const RECONNECTING = {
  reconnectionDelay: RECONNECTION,
  reconnectionDelayMax: RECONNECTION,
  randomizationFactor: 0,
} as const;

/** Who was cut off comes back when the server knows of it: before that it would be somebody else. */
class Returns implements Disposable {
  readonly time: HeldTime;
  readonly #told: string[] = [];
  #next = Promise.withResolvers<void>();

  /** Holds timers of these delays as well. */
  constructor(...others: readonly number[]) {
    const held = [RECONNECTION, ...others];
    this.time = new HeldTime((delay) => held.includes(delay) ? "held" : "runs");
  }

  readonly onEvent = ({ kind }: ReplayEvent): void => {
    this.#told.push(kind);
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  };

  /** Until the server has told of so many such events. */
  async told(kind: ReplayEvent["kind"], count = 1): Promise<void> {
    while (this.#told.filter((other) => other === kind).length < count) {
      await inTime(this.#next.promise, `"${kind}" ${count} times after ${this.#told}`);
    }
  }

  /** Lets the client come back for the first time, or for another. */
  async again(count = 1): Promise<void> {
    await this.told("left", count);
    await this.time.until(RECONNECTION);
    this.time.end(RECONNECTION);
  }

  [Symbol.dispose](): void {
    this.time[Symbol.dispose]();
  }
}

/** A client of S1 that subscribes whenever it is connected, and comes back when it may. */
function track(url: string): Client {
  const socket = io(`${url}/sfa`, {
    transports: ["websocket"],
    query: { auth_type: "v3", token: "x" },
    ...RECONNECTING,
    forceNew: true,
  });
  const positions: number[] = [];
  const ends: string[] = [];
  const ids: string[] = [];
  socket.on("connect", () => {
    ids.push(String(socket.id));
    socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
  });
  const all = Promise.withResolvers<void>();
  socket.on("location:track", ({ lat }) => positions.push(lat) === 3 && all.resolve());
  socket.on("disconnect", (reason) => ends.push(reason));
  return {
    positions,
    ends,
    ids,
    all: all.promise,
    socket,
    [Symbol.dispose]: () => void socket.disconnect(),
  };
}

/** The patience of a server: like no other timer. */
const PATIENCE = 54_321;

/** When clients of recorded sessions give a server up that sends no pings. */
const GIVES_UP = 25_000 + 20_000;

async function positionsOf(name: string): Promise<readonly number[]> {
  const { sessions: [session] } = await scriptOf(name);
  return (session?.steps ?? []).flatMap(({ meaning }) => {
    if (meaning.kind !== "event" || meaning.name !== "location:track") return [];
    return [Object(meaning.args[0]).lat];
  });
}

async function serve(
  faults: readonly ServerFault[],
  more: Partial<ReplayServerOptions> = {},
): Promise<ReplayServer> {
  const script = await scriptOf("tracking_websocket");
  return await startReplayServer({
    script,
    speed: "max",
    faults,
    seed: 7,
    mode: "name",
    ...more,
  });
}

for (
  const [fault, end] of [
    [{ kind: "cut", event: "location:track", nth: 2 }, "transport close"],
    [{ kind: "close", event: "location:track", nth: 2, code: 1011 }, "transport close"],
    [{ kind: "corrupt", event: "location:track", nth: 2 }, "parse error"],
  ] as const satisfies readonly (readonly [ServerFault, string])[]
) {
  Deno.test(`startReplayServer() plays the rest to who comes back after ${fault.kind}`, async () => {
    using returns = new Returns();
    await using server = await serve([fault], returns);
    using client = track(server.url);
    await returns.again();
    assertEquals(await inTime(server.played, "the tape to be played"), "all");
    await inTime(client.all, "all places");
    client.socket.disconnect();
    await server.whenEmpty(20_000);
    assertEquals(client.positions, await positionsOf("tracking_websocket"));
    assertEquals(client.ends.slice(0, 1), [end]);
    assertEquals(new Set(client.ids).size, 2, "it is somebody new");
    const { isGood, sessions: [session], totals } = server.report();
    assertEquals([isGood, session?.performances.length, totals.refused], [true, 1, 0]);
    assertEquals(server.faults().length, 1);
  });
}

Deno.test("startReplayServer() puts a fault in several times for who comes back", async () => {
  const fault = { kind: "cut", event: "location:track", nth: 2, times: 2 } as const;
  using returns = new Returns();
  await using server = await serve([fault], returns);
  using client = track(server.url);
  for (const time of [1, 2]) await returns.again(time);
  assertEquals(await inTime(server.played, "the tape to be played"), "all");
  await inTime(client.all, "all places");
  assertEquals(client.ids.length, 3);
  assertEquals(client.positions, await positionsOf("tracking_websocket"));
  assertEquals([server.faults().length, server.report().isGood], [2, true]);
});

Deno.test("startReplayServer() plays the rest where everybody gets the whole tape, too", async () => {
  using returns = new Returns();
  const { onEvent } = returns;
  await using server = await serve([{ kind: "cut", nth: 2 }], { serve: "whole", onEvent });
  using client = track(server.url);
  await returns.again();
  assertEquals(await inTime(server.played, "the tape to be played"), "all");
  await inTime(client.all, "all places");
  assertEquals(client.positions, await positionsOf("tracking_websocket"));
  assertEquals(server.report().isGood, true);
});

Deno.test("startReplayServer() puts a fault in for one client alone, by its number", async () => {
  await using server = await serve(
    [{ kind: "cut", nth: 1, client: 2 }, { kind: "starve-pings", client: 3 }],
    { serve: "whole" },
  );
  using client = track(server.url);
  assertEquals(await inTime(server.played, "the tape to be played"), "all");
  assertEquals([client.ends, server.faults()], [[], []]);
});

Deno.test("startReplayServer() waits for who was cut off, and fails where nobody comes back", async () => {
  using returns = new Returns();
  const silence = new OneTimer(PATIENCE);
  await using server = await serve([{ kind: "cut", nth: 2 }], {
    patience: PATIENCE,
    after: silence.after,
    onEvent: returns.onEvent,
  });
  using client = track(server.url);
  client.socket.io.reconnection(false);
  await returns.told("left");
  assert(silence.isSet);
  silence.end();
  assertEquals(await inTime(server.played, "the tape to be played"), "silence");
  const { isGood, sessions: [session] } = server.report();
  assertEquals([isGood, session?.performances[0]?.endedBy], [false, "fault"]);
});

for (
  const [kind, transport] of [["starve-pings", "websocket"], ["stall-polls", "polling"]] as const
) {
  Deno.test(`startReplayServer() has recovered for who comes back after ${kind}`, async () => {
    const script = await scriptFrom(engineSession([
      [1, "client", "40"],
      [2, "server", '40{"sid":"x"}'],
      [3, "client", '42["more"]'],
      [4, "server", '42["end"]'],
    ]));
    using returns = new Returns(GIVES_UP);
    const { onEvent } = returns;
    await using server = await startReplayServer({
      script,
      speed: "max",
      faults: [{ kind }],
      onEvent,
    });
    const socket = io(server.url, { transports: [transport], ...RECONNECTING });
    const ends: string[] = [];
    socket.on("disconnect", (reason) => ends.push(reason));
    socket.on("connect", () => {
      if (ends.length > 0) socket.emit("more");
    });
    const end = new Promise<void>((resolve) => socket.on("end", () => resolve()));
    // It has been let in, whether it knows it or not.
    await returns.told("served");
    if (kind === "stall-polls") await assertDeaf(socket);
    returns.time.end(GIVES_UP);
    await returns.again();
    await inTime(end, "the rest of the tape");
    assertEquals(await inTime(server.played, "the tape to be played"), "all");
    socket.disconnect();
    await server.whenEmpty(20_000);
    assertEquals(ends[0], "ping timeout");
    assertEquals([server.report().isGood, server.faults().length], [true, 1]);
  });
}

Deno.test("startReplayServer() plays the rest to a plain WebSocket that comes back", async () => {
  const script = await plainScript([[0, "client", "go"], [1, "server", "1"], [2, "server", "2"]]);
  const faults = [{ kind: "cut", nth: 2 }] as const;
  await using server = await startReplayServer({ script, speed: "max", faults });
  const heard: string[] = [];
  for (const _ of [1, 2]) {
    const socket = await connect(server.url);
    socket.on("message", (data) => heard.push(String(data)));
    const gone = closed(socket);
    socket.send("go");
    if (heard.length > 0) {
      assertEquals(await inTime(server.played, "the tape to be played"), "all");
      socket.close();
    }
    await inTime(gone, "the connection to end");
  }
  assertEquals([heard, server.report().isGood], [["1", "2"], true]);
});

Deno.test("startReplayServer() closes a WebSocket for whom nothing is left, and says why", async () => {
  const script = await plainScript([[0, "client", "go"], [1, "server", "1"]]);
  await using server = await startReplayServer({ script, speed: "max" });
  const [first, second] = [await connect(server.url), await connect(server.url)];
  const left = closed(first);
  const reason = new Promise<string>((resolve) => {
    second.on("close", (code, text) => resolve(`${code} ${text}`));
  });
  first.send("go");
  await inTime(server.played, "the tape to be played");
  second.send("go");
  assertEquals(
    await inTime(reason, "a refusal"),
    "1008 Unexpected: All sessions of the tape have been played",
  );
  first.close();
  await inTime(left, "the connection to end");
  const { isGood, totals } = server.report();
  assertEquals([isGood, totals.refused], [false, 1]);
});
