// Many clients at full speed: none waits until another has had its whole tape.

import { assert, assertEquals } from "@std/assert";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { MAX_TURN } from "../../../src/replay/player_contract.ts";
import { ManualTime } from "./manual_time.ts";
import { closed, connect, plainScript, type Said } from "./plain_tape.ts";

const EVENTS = 5 * MAX_TURN;

Deno.test("startReplayServer() gives its clients turns at full speed, and each gets all", async () => {
  const said: readonly Said[] = [
    [0, "client", "go"],
    ...Array.from({ length: EVENTS }, (_, index): Said => [index, "server", `n${index}`]),
  ];
  const time = new ManualTime();
  const served: number[] = [];
  const begun = new Map<number, () => void>();
  await using server = await startReplayServer({
    script: await plainScript(said),
    serve: "whole",
    speed: "max",
    clock: time,
    after: time.after,
    onEvent(event): void {
      if (event.kind !== "served") return;
      served.push(event.client);
      begun.get(event.client)?.();
    },
  });
  const sockets = [await connect(server.url), await connect(server.url)];
  const received = sockets.map(() => [] as string[]);
  const whole = sockets.map((socket, index) =>
    new Promise<void>((resolve) => {
      socket.on("message", (data) => {
        if (received[index]?.push(String(data)) === EVENTS) resolve();
      });
    })
  );
  for (const [index, socket] of sockets.entries()) {
    const first = new Promise<void>((resolve) => begun.set(index + 1, resolve));
    socket.send("go");
    await first;
  }
  // The second has begun though the first is not through.
  assert(served.length <= 4 * MAX_TURN, `${served.length} were served`);
  assertEquals(new Set(served), new Set([1, 2]));
  while (served.length < 2 * EVENTS) time.advance(1);
  await Promise.all(whole);
  const expected = Array.from({ length: EVENTS }, (_, index) => `n${index}`);
  assertEquals(received, [expected, expected]);
  assertEquals(server.report().times.late, 0);
  const gone = sockets.map(closed);
  for (const socket of sockets) socket.terminate();
  await Promise.all(gone);
});
