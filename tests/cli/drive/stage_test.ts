// Sessions on the stage that are stopped: every client says goodbye at once, whatever it waits for,
// since nobody waits for it.

import { assertEquals } from "@std/assert";
import { systemClock } from "../../../src/base/clock.ts";
import { playSessions } from "../../../src/cli/drive/stage.ts";
import { CLOSE_MILLISECONDS } from "../../../src/net/engine_client/client_socket.ts";
import { UPGRADE_MILLISECONDS } from "../../../src/net/engine_server/limits.ts";
import { IdBook } from "../../../src/replay/id_book.ts";
import { HeldTime } from "../../house/held_time.ts";
import { holdingServer } from "../../net/engine_client/holding_server.ts";
import { inTime } from "../../peers/in_time.ts";
import { scriptOf } from "../../replay/fixtures.ts";

Deno.test("playSessions() has clients say goodbye at once when it is stopped, amid a move too", async () => {
  await using server = await holdingServer();
  const { sessions: [session] } = await scriptOf("tracking_upgrade");
  if (session === undefined) throw new Error("The tape has no session");
  assertEquals(session.transports, ["polling", "websocket"]);
  // Nobody waits for a move that long.
  using _time = new HeldTime((delay) =>
    delay === UPGRADE_MILLISECONDS || delay === CLOSE_MILLISECONDS ? "held" : "runs"
  );
  const stop = new AbortController();
  const played = playSessions([{ session, path: "/socket.io/", query: [], headers: [] }], {
    address: { hostname: "127.0.0.1", port: server.port },
    clock: systemClock(),
    rules: { mode: "off", ignore: [] },
    speed: 1,
    ids: new IdBook(),
    entered: () => {},
    leaving: () => {},
    stopped: stop.signal,
  });
  await server.asked();
  stop.abort();
  const [outcome] = await inTime(played, "the end of the session");
  assertEquals(outcome?.isSame, false);
  assertEquals(await server.left(), ["polling", "transport close"]);
});
