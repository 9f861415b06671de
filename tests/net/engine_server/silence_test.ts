// Clients that do not answer pings, or send none: our server lets them go as a stock one does, each by
// a clock that the test turns.

import { assertEquals } from "@std/assert";
import {
  startEngineServer,
  STOCK_HANDSHAKE,
} from "../../../src/net/engine_server/engine_server.ts";
import { inTime } from "../../peers/in_time.ts";
import { ManualAfter } from "./manual_after.ts";
import { playExchange } from "./raw_http.ts";
import { RawWebSocket } from "./raw_websocket.ts";
import { startStock, TakeAll } from "./stock.ts";
import { StockTime } from "./stock_time.ts";

const { pingInterval, pingTimeout } = STOCK_HANDSHAKE;

/** One of the two servers, and its clock. */
interface Hand {
  readonly port: number;
  /** So much time passes on it. */
  readonly pass: (milliseconds: number) => void;
  /** It has heard a message. */
  readonly heard: () => Promise<unknown>;
}

for (const version of [3, 4] as const) {
  for (const way of ["polling", "websocket"]) {
    Deno.test(`a client of revision ${version} that is silent over ${way} is let go as by a stock server`, async () => {
      using time = new StockTime([pingInterval, pingTimeout, pingInterval + pingTimeout]);
      const clock = new ManualAfter();
      const owner = new TakeAll();
      await using stock = await startStock({ pingInterval, pingTimeout });
      await using server = await startEngineServer({ owner, after: clock.after });
      const heard = Promise.withResolvers<void>();
      stock.io.engine.on("connection", (socket) => {
        socket.removeAllListeners("data");
        socket.on("data", () => heard.resolve());
      });
      const hands: readonly Hand[] = [
        {
          port: stock.port,
          pass: (delay) => time.end(delay),
          heard: () => inTime(heard.promise, "the stock server to hear a message"),
        },
        {
          port: server.port,
          pass: (delay) => clock.advance(delay),
          heard: () => owner.until("message"),
        },
      ];
      const beSilent = way === "polling" ? beSilentPolling : beSilentOnSocket;
      const seen = await Promise.all(hands.map((hand) => beSilent(hand, version)));
      assertEquals(seen[1], seen[0]);
      assertEquals(await owner.until("closed"), "closed ping timeout");
    });
  }
}

async function beSilentPolling(
  { port, pass, heard }: Hand,
  version: 3 | 4,
): Promise<readonly string[]> {
  const open = { query: `EIO=${version}&transport=polling` };
  let query = "";
  const opened = await playExchange(port, [open], (sid) => query = `${open.query}&sid=${sid}`);
  if (version === 4) pass(pingInterval);
  // What else there is to poll comes before the end.
  const first = await playExchange(port, [{ query }]);
  const body = version === 4 ? "4x" : "2:4x";
  const last = playExchange(port, [[{ query }, { method: "POST", query, body }]]);
  // What comes behind the poll has come: so has the poll.
  await heard();
  pass(version === 4 ? pingTimeout : pingInterval + pingTimeout);
  const late = playExchange(port, [{ query }]);
  return [...opened, ...first, ...await last, ...await late];
}

async function beSilentOnSocket({ port, pass }: Hand, version: 3 | 4): Promise<readonly string[]> {
  using client = new RawWebSocket(port, `/socket.io/?EIO=${version}&transport=websocket`);
  await client.until(version === 4 ? "text 0" : "text 40");
  if (version === 4) {
    pass(pingInterval);
    await client.until("text 2");
  }
  pass(version === 4 ? pingTimeout : pingInterval + pingTimeout);
  return [...await client.until("end")];
}
