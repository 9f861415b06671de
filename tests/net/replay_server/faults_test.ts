// Faults as stock clients meet them.

import { assert, assertEquals } from "@std/assert";
import {
  type ServerFault,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { io } from "socket.io-client";
import { HeldTime } from "../../house/held_time.ts";
import { inTime } from "../../peers/in_time.ts";
import { engineSession, type Line } from "../../replay/fixtures.ts";
import { assertDeaf } from "./deaf_client.ts";
import { OneTimer } from "./one_timer.ts";
import { closed, connect, plainScript } from "./plain_tape.ts";
import { scriptFrom, scriptOf } from "./scripts.ts";

interface Met {
  readonly events: readonly number[];
  readonly end: string;
  readonly faults: readonly string[];
  /** Of the server's messages, what did not get to the client as it was. */
  readonly unserved: number;
  readonly endedBy: string | undefined;
  /** With `allowPartial`, and without. */
  readonly isGood: readonly [boolean, boolean];
}

/** A client of S1 until the third place has come, or until it is disconnected or refused. */
async function meet(fault: ServerFault): Promise<Met> {
  const [partial, met] = [await meetOnce(fault, true), await meetOnce(fault, false)];
  return { ...met, isGood: [partial.isGood, met.isGood] };
}

async function meetOnce(
  fault: ServerFault,
  allowPartial: boolean,
): Promise<Omit<Met, "isGood"> & { readonly isGood: boolean }> {
  const script = await scriptOf("tracking_websocket");
  const places = script.sessions[0]?.steps.flatMap(({ meaning }) =>
    meaning.kind === "event" && meaning.name === "location:track"
      ? [JSON.stringify(meaning.args)]
      : []
  );
  assert(places?.length === 3);
  const how = { script, speed: "max", faults: [fault], seed: 7, allowPartial } as const;
  await using server = await startReplayServer(how);
  const socket = io(`${server.url}/sfa`, {
    transports: ["websocket"],
    query: { auth_type: "v3", token: "x" },
    reconnection: false,
    forceNew: true,
  });
  const events: number[] = [];
  const ended = Promise.withResolvers<string>();
  socket.on("connect", () => {
    socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
  });
  socket.on("location:track", (...args) => {
    events.push(places.indexOf(JSON.stringify(args)) + 1);
    const last = fault.kind === "delay" ? 1 : 3;
    if (events.includes(last)) ended.resolve("all");
  });
  socket.on("connect_error", (error) => ended.resolve(`refused: ${error.message}`));
  // The code and the reason are the browser's CloseEvent, beside the client's own words.
  socket.on("disconnect", (reason, details) => {
    const { code, reason: text } = Object(Object(details).context);
    ended.resolve(code === undefined ? reason : `${reason} ${code} ${text}`.trim());
  });
  const end = await inTime(ended.promise, "the last place, or the end");
  const faults = server.faults().map(({ client, session, fault: { kind }, line }) =>
    `${client} ${session} ${kind} ${line > 0}`
  );
  socket.disconnect();
  await server.whenEmpty(10_000);
  const { isGood, totals: { unserved }, sessions: [session] } = server.report();
  return { events, end, faults, unserved, endedBy: session?.performances[0]?.endedBy, isGood };
}

for (
  const [fault, events, end, unserved] of [
    [{ kind: "drop", event: "location:track", nth: 2 }, [1, 3], "all", 1],
    [{ kind: "duplicate", event: "location:track", nth: 1 }, [1, 1, 2, 3], "all", 0],
    [{ kind: "reorder", event: "location:track", nth: 1 }, [2, 1, 3], "all", 0],
    [{ kind: "delay", event: "location:track", nth: 1, by: 5 }, [2, 3, 1], "all", 0],
    [{ kind: "corrupt", event: "location:track", nth: 1 }, [], "parse error", 1],
    [{ kind: "cut", event: "location:track", nth: 1 }, [], "transport close 1006", 3],
    [
      { kind: "close", event: "location:track", nth: 1, code: 1011, reason: "going" },
      [],
      "transport close 1011 going",
      3,
    ],
  ] as const satisfies readonly (readonly [ServerFault, readonly number[], string, number])[]
) {
  Deno.test(`startReplayServer() can ${fault.kind}, and counts what the client missed`, async () => {
    const met = await meet(fault);
    const isWhole = unserved === 0;
    assertEquals<Met>(met, {
      events,
      end,
      faults: [`1 1 ${fault.kind} true`],
      unserved,
      endedBy: fault.kind === "cut" || fault.kind === "close" ? "fault" : undefined,
      isGood: [true, isWhole],
    });
  });
}

Deno.test("startReplayServer() can refuse-connect, and counts all of the namespace as not served", async () => {
  const { end, faults, unserved, isGood } = await meet({
    kind: "refuse-connect",
    nth: 1,
    message: "full",
  });
  assertEquals([end, faults], ["refused: full", ["1 1 refuse-connect true"]]);
  assert(unserved > 3, `${unserved}`);
  assertEquals(isGood, [true, false]);
});

Deno.test("startReplayServer() does not say of a plain WebSocket that its transport was at fault", async () => {
  const faults = [{ kind: "starve-pings" }, { kind: "block-upgrade" }] as const;
  const script = await plainScript([[0, "client", "go"], [1, "server", "gone"]]);
  await using server = await startReplayServer({ script, speed: "max", faults });
  const socket = await connect(server.url);
  const left = closed(socket);
  socket.send("go");
  assertEquals(await inTime(server.played, "the tape to be played"), "all");
  assertEquals(server.faults(), []);
  socket.close();
  await inTime(left, "the connection to end");
});

for (
  const [transport, kinds] of [
    ["websocket", ["starve-pings"]],
    ["polling", ["starve-pings", "block-upgrade"]],
  ] as const
) {
  Deno.test(`startReplayServer() names the faults of the transport that a ${transport} has`, async () => {
    const script = await scriptOf("tracking_websocket");
    const faults = [{ kind: "starve-pings" }, { kind: "block-upgrade" }] as const;
    await using server = await startReplayServer({ script, speed: "max", faults });
    const socket = io(`${server.url}/sfa`, { transports: [transport], reconnection: false });
    await new Promise<void>((resolve) => socket.on("connect", () => resolve()));
    const line = script.sessions[0]?.line ?? 0;
    assertEquals(
      server.faults(),
      kinds.map((kind) => ({ client: 1, session: 1, fault: { kind }, line })),
    );
    socket.disconnect();
    await server.whenEmpty(10_000);
  });
}

Deno.test("startReplayServer() can block the upgrade, and the client stays on polling", async () => {
  const script = await scriptOf("tracking_upgrade");
  const told: string[] = [];
  await using server = await startReplayServer({
    script,
    speed: "max",
    faults: [{ kind: "block-upgrade" }],
    onEvent: (event) => told.push(event.kind),
  });
  const socket = io(`${server.url}/sfa`, { reconnection: false, forceNew: true });
  const all = Promise.withResolvers<void>();
  let count = 0;
  socket.on("connect", () => {
    socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
  });
  socket.on("location:track", () => {
    count += 1;
    if (count === 3) all.resolve();
  });
  await inTime(all.promise, "all places");
  assertEquals(socket.io.engine.transport.name, "polling");
  assert(!told.includes("upgraded"));
  socket.disconnect();
});

for (
  const [kind, transport] of [["starve-pings", "websocket"], ["stall-polls", "polling"]] as const
) {
  Deno.test(`startReplayServer() can ${kind}, and the client gives up as recorded`, async () => {
    const url = "/socket.io/?EIO=4&transport=websocket";
    const [pingInterval, pingTimeout] = [25_111, 20_222];
    const open = `0${JSON.stringify({ sid: "recorded", upgrades: [], pingInterval, pingTimeout })}`;
    const at = { at: 0, conn: 1 };
    const script = await scriptFrom([
      { kind: "open", ...at },
      { kind: "request", ...at, id: 1, method: "GET", url, headers: [] },
      { kind: "response", ...at, id: 1, status: 101, headers: [] },
      { kind: "message", ...at, from: "server", text: open },
      { kind: "message", ...at, from: "client", text: "40" },
      { kind: "message", ...at, from: "server", text: '40{"sid":"recordedToo"}' },
      { kind: "message", ...at, from: "client", text: '42["beaten"]' },
      { kind: "message", ...at, from: "server", text: '42["later"]' },
    ]);
    const patience = pingInterval + pingTimeout;
    using time = new HeldTime((delay) => delay === patience ? "held" : "runs");
    const beat = new OneTimer(pingInterval);
    const isLetIn = Promise.withResolvers<void>();
    await using server = await startReplayServer({
      script,
      speed: "max",
      faults: [{ kind }],
      after: beat.after,
      onEvent: (event) => event.kind === "served" && isLetIn.resolve(),
    });
    const ended = Promise.withResolvers<string>();
    const socket = io(server.url, {
      transports: [transport],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
    });
    socket.io.on("close", (reason) => ended.resolve(reason));
    let pings = 0;
    socket.io.on("ping", () => pings++);
    const connected = new Promise<void>((resolve) => socket.on("connect", () => resolve()));
    const later = new Promise<void>((resolve) => socket.on("later", () => resolve()));
    socket.connect();
    await time.until(patience);
    await inTime(isLetIn.promise, "the client to be let in");
    if (kind === "stall-polls") {
      await assertDeaf(socket);
    } else {
      await inTime(connected, "the client to hear that it is in");
      beat.end();
      // What is sent behind a ping comes behind it.
      socket.emit("beaten");
      await inTime(later, "what comes behind the ping");
    }
    time.end(patience);
    assertEquals([await inTime(ended.promise, "the client's end"), pings], ["ping timeout", 0]);
  });
}

const ASKED: readonly Line[] = [
  [0, "client", "40"],
  [0, "server", '40{"sid":"recordedSid"}'],
  [1, "client", '420["ask"]'],
  [2, "server", '430["yes"]'],
  [3, "server", '42["after"]'],
];

Deno.test("startReplayServer() can lose-ack, and the client waits in vain", async () => {
  const script = await scriptFrom(engineSession(ASKED));
  await using server = await startReplayServer({
    script,
    speed: "max",
    faults: [{ kind: "lose-ack", event: "ask", nth: 1 }],
  });
  const socket = io(server.url, { transports: ["websocket"], reconnection: false, forceNew: true });
  const after = new Promise<void>((resolve) => socket.on("after", () => resolve()));
  const answer = new Promise<string>((resolve) => {
    // What its time is over for before the client is in is never said.
    socket.on("connect", () => {
      socket.timeout(50).emit("ask", (error: Error | null) => {
        resolve(error?.message ?? "answered");
      });
    });
  });
  await inTime(after, "what follows the answer");
  assertEquals(await inTime(answer, "the answer to be given up"), "operation has timed out");
  assertEquals(server.faults().map(({ fault: { kind } }) => kind), ["lose-ack"]);
  socket.disconnect();
});

for (
  const [fault, end] of [
    [{ kind: "cut", event: "after", nth: 1 }, "transport error"],
    [{ kind: "close", event: "after", nth: 1, code: 1011 }, "transport close"],
    [{ kind: "corrupt", event: "after", nth: 1 }, "parse error"],
  ] as const
) {
  Deno.test(`startReplayServer() can ${fault.kind} over polling`, async () => {
    const script = await scriptFrom(engineSession(ASKED));
    await using server = await startReplayServer({ script, speed: "max", faults: [fault] });
    const socket = io(server.url, { transports: ["polling"], reconnection: false, forceNew: true });
    const ended = new Promise<string>((resolve) => socket.on("disconnect", resolve));
    // On polling the connection that is cut is that of the next poll.
    socket.on("connect", () => socket.emit("ask", () => {}));
    assertEquals(await inTime(ended, "the end"), end);
    socket.disconnect();
  });
}
