// Tapes of what is odd and true are sound: responses before their requests, answers to garbage, heads
// that a tap changed.

import { assertEquals } from "@std/assert";
import { answers, assertSound, call, recordTap, shown } from "./recorded_tap.ts";
import { readUntil, serve, whenGone } from "./sockets.ts";

const GET = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";

for (const bodies of [true, false]) {
  const how = bodies ? "" : ", by their heads too";
  Deno.test(`a tape is sound whose responses stand before their requests${how}`, async () => {
    await using server = await serve((socket) => {
      socket.on("error", () => {});
      const steps = [
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 413 Too much\r\nContent-Length: 2\r\n\r\nno",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
      ];
      socket.on("data", () => socket.write(steps.shift() ?? ""));
    });
    const recording = await recordTap(server.port, { bodies });
    const client = call(recording.port);
    const gone = whenGone(client);
    client.write("POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: 4\r\n\r\n");
    await readUntil(client, "Continue");
    client.write("ab");
    await readUntil(client, "no");
    client.write(`cd${GET}`);
    await readUntil(client, "ok");
    client.end();
    await recording.told("end", "client");
    const tape = await recording.end();
    assertEquals(shown(tape.entries), [
      "response 1 100",
      "response 1 413 no",
      "request 1 POST abcd",
      "request 2 GET",
      `response 2 200 ${bodies ? "ok" : "omitted"}`,
      "end client",
      "close client false",
    ]);
    await assertSound(tape);
    await gone;
  });
}

for (
  const [what, said] of [
    ["garbage", "\x00\x01 garbage\r\n\r\n"],
    ["a preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["a head that is too long", `GET / HTTP/1.1\r\nX: ${"x".repeat(65 * 1024)}\r\n\r\n`],
  ] as const
) {
  Deno.test(`a tape is sound on which ${what} is answered with 400`, async () => {
    await using server = await serve((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.resume();
        socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      });
    });
    const recording = await recordTap(server.port);
    const client = call(recording.port);
    const gone = whenGone(client);
    client.write(said, "latin1");
    await readUntil(client, "400");
    client.end();
    await gone;
    await recording.whenClosed;
    const tape = await recording.end();
    assertEquals(
      shown(tape.entries).filter((line) => line.startsWith("response")),
      ["response 1 400"],
    );
    await assertSound(tape);
  });
}

Deno.test("a tape says of which request a tap changed the head", async () => {
  await using server = await serve(answers("HTTP/1.1 204 No\r\n\r\n"));
  const recording = await recordTap(server.port, { rewrite: { origin: true } });
  const client = call(recording.port);
  const gone = whenGone(client);
  client.end("GET / HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\n\r\n");
  await readUntil(client, "204");
  const tape = await recording.end();
  const notes = tape.entries.flatMap((entry) => entry.kind === "note" ? [entry] : []);
  assertEquals(notes.map(({ conn, rule }) => [conn, rule]), [[1, "tap/origin"]]);
  assertEquals(notes[0]?.text.startsWith("Request 1: "), true);
  await assertSound(tape);
  await gone;
});
