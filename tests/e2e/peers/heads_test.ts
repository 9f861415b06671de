// Heads that no library would write: odd case and order, fields twice, trailers, a reason of the
// server's own. The tape has them as they were sent, and the client sees them as the server sent them.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { assertEquals } from "@std/assert";
import { inTime } from "../../peers/in_time.ts";
import { startRecordedTap } from "../../peers/recorded_tap.ts";
import { listen } from "../../peers/script_server.ts";
import { assertExchanges } from "../../peers/wire_truth.ts";
import { WireWitness } from "../../peers/wire_witness.ts";

Deno.test("a tape has both heads as they were sent: order, case, duplicates, reason, trailers", async () => {
  const http = createServer(answer);
  const witness = new WireWitness();
  witness.watch(http);
  const port = await listen(http);
  try {
    const direct = await inTime(converse(port), "the server's answers");
    const seen = witness.exchanges.length;
    await using tap = await startRecordedTap({ target: `http://127.0.0.1:${port}` });
    const tapped = await inTime(converse(tap.port), "the answers through the tap");
    assertEquals(withoutDates(tapped), withoutDates(direct));
    const tape = await inTime(tap.finish(), "the connection to end");
    const exchanges = witness.exchanges.slice(seen);
    assertExchanges(tape, { exchanges }, `127.0.0.1:${tap.port}`);

    // The witness is Node's own; what was sent is known here too.
    const [request] = tape.flatMap(({ entry }) => entry.kind === "request" ? [entry] : []);
    const [response] = tape.flatMap(({ entry }) => entry.kind === "response" ? [entry] : []);
    assertEquals(request?.headers, [
      ["x-Odd", "1"],
      ["hOST", `127.0.0.1:${tap.port}`],
      ["X-ODD", "2"],
      ["Empty", ""],
      ["TRANSFER-encoding", "chunked"],
      ["Trailer", "X-Sum"],
    ]);
    assertEquals(request?.trailers, [["X-Sum", "5"], ["x-sum", "again"]]);
    assertEquals(response?.reason, "Quite  Fine");
    assertEquals(response?.headers.slice(0, 4), [
      ["x-First", "one"],
      ["Vary", "A"],
      ["Vary", "b"],
      ["traILER", "X-Done"],
    ]);
    assertEquals(response?.trailers, [["X-Done", "yes"]]);
  } finally {
    await new Promise<void>((resolve) => http.close(() => resolve()));
  }
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on("end", () => {
    if (request.method === "GET") {
      response.writeHead(299, { "Content-Length": "0", "x-Empty": "" }).end();
      return;
    }
    const headers = ["x-First", "one", "Vary", "A", "Vary", "b", "traILER", "X-Done"];
    response.writeHead(200, "Quite  Fine", headers);
    response.write("first ");
    response.addTrailers({ "X-Done": "yes" });
    response.end("last");
  });
}

/** All bytes that come back over one connection. */
async function converse(port: number): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const host = `127.0.0.1:${port}`;
  socket.write(
    `POST /odd?a=%20 HTTP/1.1\r\nx-Odd: 1\r\nhOST: ${host}\r\nX-ODD: 2\r\nEmpty:\r\n` +
      "TRANSFER-encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" +
      "5\r\nhello\r\n0\r\nX-Sum: 5\r\nx-sum: again\r\n\r\n" +
      `GET /last HTTP/1.1\r\nHost:${host}\r\nConnection: close\r\n\r\n`,
  );
  let answered = "";
  socket.setEncoding("latin1");
  for await (const piece of socket) answered += piece;
  return answered;
}

function withoutDates(bytes: string): string {
  return bytes.replaceAll(/^Date: .*$/gm, "Date:");
}
