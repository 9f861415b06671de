// A stock client that recovers its connection again and again: each time it gets its own place of
// the tape, and takes the server for the one that it knew.

import { assertEquals } from "@std/assert";
import { io } from "socket.io-client";
import { startReplayServer } from "../../src/net/replay_server/replay_server.ts";
import { engineSession, scriptFrom } from "../replay/fixtures.ts";

const NAMES = ["one", "two", "three"];

function visits(): readonly object[] {
  return NAMES.flatMap((name, index) => {
    const at = index * 100;
    const conn = index + 1;
    const auth = index === 0 ? "" : `{"pid":"recordedPid","offset":"${NAMES[index - 1]}"}`;
    return [
      ...engineSession([
        [at + 1, "client", `40${auth}`],
        [at + 2, "server", '40{"sid":"recordedSid","pid":"recordedPid"}'],
        [at + 3, "server", `42["place","${name}","${name}"]`],
      ], { conn, at, sid: `recordedEngine${index}` }),
      ...(index === NAMES.length - 1
        ? []
        : [{ kind: "control", at: at + 9, conn, from: "server", op: "close", code: 1012 }]),
    ];
  });
}

for (const serve of ["whole", "sessions"] as const) {
  Deno.test(`replay gives a stock client that recovers its own place, serving ${serve}`, async () => {
    const script = await scriptFrom(visits());
    await using server = await startReplayServer({ script, serve, speed: "max" });
    const sockets = ["ann", "bob"].slice(0, serve === "whole" ? 2 : 1).map(() => {
      const socket = io(server.url, {
        transports: ["websocket"],
        reconnectionDelay: 1,
        randomizationFactor: 0,
        forceNew: true,
      });
      const places: string[] = [];
      const ids = new Set<string>();
      const done = new Promise<void>((resolve) =>
        socket.on("place", (name: string) => {
          places.push(`${name} ${socket.recovered}`);
          ids.add(socket.id ?? "");
          if (places.length === NAMES.length) resolve();
        })
      );
      return { socket, places, ids, done };
    });
    for (const { done, places, ids, socket } of sockets) {
      await done;
      assertEquals(places, ["one false", "two true", "three true"]);
      assertEquals(ids.size, 1);
      socket.disconnect();
    }
    const all = new Set(sockets.flatMap(({ ids }) => [...ids]));
    assertEquals(all.size, sockets.length);
  });
}
