// S2's plain WebSockets against its server and against its recording: Deno's own WebSocket, npm ws in
// Deno and in Node hear the same, down to close codes and reasons.

import { join } from "node:path";
import { assertEquals } from "@std/assert";
import { type DriverDemo, startDriver } from "../../../src/demo/driver.ts";
import { sendMessage, startMessage } from "../../../src/demo/driver_messages.ts";
import {
  type PlainClient,
  type PlainLog,
  type PlainStep,
  playPlain,
} from "../../peers/plain_run.ts";
import { bundle, findProgram, Program, skippedName } from "../../peers/programs.ts";
import { assertReplayIsSame } from "../../peers/system_check.ts";
import { openOwnWebSocket, openStockWebSocket } from "../../peers/system_peers.ts";

interface Case {
  readonly name: string;
  readonly clients: Readonly<Record<string, PlainClient>>;
  readonly steps: (demo: DriverDemo) => readonly PlainStep[];
  /** How each of them ends. */
  readonly ends: Readonly<Record<string, string>>;
}

const GET = "/driver/get-tracking?userId=19";
const SET = "/driver/set-tracking?userId=19";

const CASES: readonly Case[] = [
  {
    name: "one who is told positions, and leaves",
    clients: { ann: { path: GET, hears: 3 } },
    steps: (demo) => [
      { who: "ann", do: "open" },
      { who: "ann", do: "send", text: startMessage(demo.token()) },
      { who: "ann", do: "until", count: 3 },
      { who: "ann", do: "close", code: 1000, reason: "enough, 谢谢" },
    ],
    ends: { ann: "close 1000 enough, 谢谢 clean" },
  },
  {
    name: "a driver, and one who is told of him",
    clients: { driver: { path: SET, hears: 2 }, ann: { path: GET, hears: 1 } },
    steps: (demo) => [
      { who: "driver", do: "open" },
      { who: "driver", do: "send", text: sendMessage(demo.token(), "-1.4354", "0.9871") },
      { who: "driver", do: "until", count: 1 },
      { who: "ann", do: "open" },
      { who: "ann", do: "send", text: startMessage(demo.token()) },
      { who: "ann", do: "until", count: 1 },
      { who: "driver", do: "send", text: sendMessage(demo.token(), "-1.4355", "0.9872") },
      { who: "driver", do: "until", count: 2 },
      { who: "driver", do: "close", code: 4000, reason: "" },
      { who: "ann", do: "close", code: 1000, reason: "" },
    ],
    ends: { driver: "close 4000  clean", ann: "close 1000  clean" },
  },
  {
    name: "one whose token has expired, who is closed",
    clients: { ann: { path: GET, hears: 1 } },
    steps: (demo) => [
      { who: "ann", do: "open" },
      { who: "ann", do: "send", text: startMessage(demo.token(-60)) },
      { who: "ann", do: "closed" },
    ],
    ends: { ann: "close 4401 the token has expired clean" },
  },
  {
    name: "a driver who says what nobody understands, and is closed",
    clients: { driver: { path: SET, hears: 2 } },
    steps: (demo) => [
      { who: "driver", do: "open" },
      { who: "driver", do: "send", text: sendMessage(demo.token(), "-1.4354", "0.9871") },
      { who: "driver", do: "until", count: 1 },
      { who: "driver", do: "send", text: "no JSON, kein JSON: ü" },
      { who: "driver", do: "closed" },
    ],
    ends: {
      driver: 'close 4400 expected {"type":"authenticate","payload":{"token","command"}} clean',
    },
  },
];

const OPENERS = { "Deno's WebSocket": openOwnWebSocket, "npm ws in Deno": openStockWebSocket };

for (const [peer, open] of Object.entries(OPENERS)) {
  for (const item of CASES) {
    Deno.test(`a replay of S2 is the same to ${peer}: ${item.name}`, async () => {
      await check(item, (run) => playPlain(open, run));
    });
  }
}

const node = await findProgram({
  names: ["node"],
  wanted: "no node of version 18 or later",
  probe: ["--eval", "process.exit(parseInt(process.version.slice(1)) < 18 ? 1 : 0)"],
});

Deno.test({
  name: `replays of S2 are the same to npm ws in Node${skippedName(node)}`,
  ignore: !node.ok,
  async fn(test): Promise<void> {
    if (!node.ok) return;
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const file = join(folder, "client.mjs");
      await bundle(new URL("../../peers/node_system_client.ts", import.meta.url), file);
      await using client = new Program(node.command, [file]);
      for (const item of CASES) {
        const isSame = await test.step(item.name, async () => {
          await check(item, (run) => client.ask({ kind: "plain", run }));
        });
        if (!isSame) return;
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

type Play = (run: Parameters<typeof playPlain>[1]) => Promise<PlainLog>;

async function check({ clients, steps, ends }: Case, play: Play): Promise<void> {
  await using demo = await startDriver({ rate: 50 });
  const run = { clients, steps: steps(demo) };
  const log = await assertReplayIsSame(
    new URL(demo.url.replace("ws", "http")).origin,
    (url) => play({ ...run, url: url.replace("http", "ws") }),
  );
  const ended = Object.entries(log).map(([who, lines]) => [who, lines.at(-1)]);
  assertEquals(Object.fromEntries(ended), ends);
}
