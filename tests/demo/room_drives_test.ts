// Drivers come with the first of a room and go with the last, and all of them with the demo.

import { assertEquals } from "@std/assert";
import { EventEmitter } from "node:events";
import type { Namespace } from "socket.io";
import { RoomDrives } from "../../src/demo/room_drives.ts";
import { SSO_ID } from "../../src/demo/subscription.ts";

interface Stage {
  readonly adapter: EventEmitter;
  readonly drives: RoomDrives;
  /** The room of the next position. */
  next(): Promise<string>;
}

function stage(): Stage {
  const adapter = new EventEmitter();
  let told = Promise.withResolvers<string>();
  const namespace = {
    adapter,
    to: (room: string) => ({
      emit(): void {
        told.resolve(room);
        told = Promise.withResolvers();
      },
    }),
  };
  const drives = new RoomDrives({
    // All of a namespace that it uses.
    namespace: namespace as unknown as Namespace,
    interval: 3_600_000,
    seed: 1,
    now: () => 0,
  });
  return { adapter, drives, next: () => told.promise };
}

Deno.test("RoomDrives streams to a room until it is empty", async () => {
  const { adapter, drives, next } = stage();
  drives.start("a", SSO_ID);
  assertEquals(await next(), "a");
  adapter.emit("delete-room", "a");
  drives.start("a", SSO_ID);
  assertEquals(await next(), "a");
  drives[Symbol.dispose]();
});

Deno.test("RoomDrives leaves no listener behind, and starts nothing when it is over", async () => {
  const { adapter, drives, next } = stage();
  drives.start("a", SSO_ID);
  drives[Symbol.dispose]();
  assertEquals(adapter.listenerCount("delete-room"), 0);
  const moved = next();
  drives.start("a", SSO_ID);
  drives.start("b", SSO_ID);
  const other = stage();
  other.drives.start("c", SSO_ID);
  // Timers of the same length come in the order in which they were set.
  assertEquals(await Promise.race([moved, other.next()]), "c");
  other.drives[Symbol.dispose]();
});
