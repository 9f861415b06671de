// Clients whose polls are stalled: the server takes what they say, and they hear nothing of it.

import { assertEquals } from "@std/assert";
import type { Socket } from "socket.io-client";
import { inTime } from "../../peers/in_time.ts";

/** A polling client that the server has already told that it is in: it does not know it. */
export async function assertDeaf(socket: Socket): Promise<void> {
  const { transport } = socket.io.engine;
  const taken = (): Promise<void> =>
    inTime(new Promise((resolve) => transport.once("drain", resolve)), "a POST to be answered");
  if (!transport.writable) await taken();
  // A noop is nothing to the replay. What a poll was answered with would have come before.
  const next = taken();
  transport.send([{ type: "noop" }]);
  await next;
  assertEquals([socket.connected, transport.name], [false, "polling"]);
}
