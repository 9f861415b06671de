// Whatever is sent, however it is cut: nothing throws, no byte is lost, the same is told.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { concatBytes, encodeLatin1 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { encodeFrame } from "../../src/wire/frames.ts";
import type { ConversationOptions } from "../../src/wire/limits.ts";
import { checkProperty } from "../house/property.ts";
import {
  cutAt,
  everyByte,
  gaps,
  handshake,
  lengthOf,
  lines,
  play,
  type Sent,
  upgradeAnswer,
  upgradeRequest,
} from "./support.ts";

const DEFLATE = "permessage-deflate";

/** Things that are nearly right, and some that are. */
const SCRAPS: readonly string[] = [
  upgradeRequest(),
  upgradeAnswer(),
  upgradeRequest(DEFLATE),
  upgradeAnswer(DEFLATE),
  "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
  "HEAD / HTTP/1.1\r\n\r\n",
  "CONNECT a:1 HTTP/1.1\r\n\r\n",
  "POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
  "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
  "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
  "GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
  "GET / HTTP/1.1\nA: b\n folded\n\n",
  "HTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
  "HTTP/1.1 200 OK\r\n\r\n",
  "HTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
  "Content-Length: 4\r\nContent-Length: 5\r\n\r\n",
  "3\r\nabc\r\n",
  "2;x=y\r\nab\n",
  "0\r\n\r\n",
  "0\r\nTrailer: t\r\n\r\n",
  "\r\n",
  "\n",
  "\r",
  "x",
];

const side: fc.Arbitrary<Side> = fc.constantFrom("client", "server");

const someFrame: fc.Arbitrary<Uint8Array> = fc.record({
  opcode: fc.integer({ min: 0, max: 15 }),
  payload: fc.uint8Array({ maxLength: 200 }),
  fin: fc.boolean(),
  rsv1: fc.boolean(),
  mask: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined }),
  keep: fc.integer({ min: 1, max: 260 }),
  whole: fc.boolean(),
}).map(({ keep, whole, mask, ...options }) => {
  const frame = encodeFrame({ ...options, ...(mask === undefined ? {} : { mask }) });
  return whole ? frame : frame.slice(0, keep);
});

const someBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SCRAPS).map(encodeLatin1) },
  { weight: 4, arbitrary: someFrame },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...SCRAPS), { maxLength: 4 }).map((scraps) =>
      concatBytes(scraps.map(encodeLatin1))
    ),
  },
);

const someSent: fc.Arbitrary<readonly Sent[]> = fc.tuple(
  fc.constantFrom<readonly Sent[]>([], handshake(), handshake(DEFLATE)),
  fc.array(fc.record({ from: side, bytes: someBytes }), { maxLength: 8 }),
).map(([opening, rest]) => [...opening, ...rest]);

const someLimits: fc.Arbitrary<ConversationOptions> = fc.constantFrom<ConversationOptions>(
  {},
  { maxMessageBytes: 50, maxInflatedBytes: 80 },
  { maxHeadBytes: 190, maxBodyBytes: 3, maxHeldBytes: 20, maxMessageBytes: 5 },
);

const cuts = fc.array(fc.nat(300), { maxLength: 6 });

Deno.test("Conversation tells the same however its bytes are cut, and loses none", () => {
  checkProperty(
    "wire: arbitrary conversations",
    fc.property(someSent, someLimits, cuts, (sent, limits, points) => {
      const whole = play(sent, limits);
      assertEquals(lines(play(sent, { ...limits, cut: cutAt(points) })), lines(whole));
      for (const from of ["client", "server"] as const) {
        assertEquals(gaps(whole, from, lengthOf(sent, from)), []);
      }
    }),
    { runs: 1000 },
  );
});

Deno.test("Conversation tells the same when every byte comes alone", () => {
  checkProperty(
    "wire: byte by byte",
    fc.property(someSent, someLimits, (sent, limits) => {
      assertEquals(lines(play(sent, { ...limits, cut: everyByte })), lines(play(sent, limits)));
    }),
    { runs: 200 },
  );
});

Deno.test("Conversation gives bytes events exactly what was sent, and leaves it unchanged", () => {
  checkProperty(
    "wire: bytes as they were",
    fc.property(someSent, cuts, (sent, points) => {
      const before = sent.map(({ bytes }) => bytes.slice());
      const pieces = cutAt(points);
      const events = play(sent, { cut: (bytes) => pieces(bytes) });
      for (const event of events) {
        if (event.kind !== "bytes") continue;
        const all = concatBytes(
          sent.filter(({ from }) => from === event.from).map(({ bytes }) => bytes),
        );
        assertEquals(event.data, all.slice(event.start, event.end));
      }
      play(sent);
      assertEquals(sent.map(({ bytes }) => bytes), before);
    }),
    { runs: 300 },
  );
});

Deno.test("Conversation never throws for pure noise", () => {
  checkProperty(
    "wire: noise",
    fc.property(
      fc.array(fc.record({ from: side, bytes: fc.uint8Array({ maxLength: 60 }) }), {
        maxLength: 6,
      }),
      fc.boolean(),
      (noise, isUpgraded) => {
        const sent = isUpgraded ? [...handshake(DEFLATE), ...noise] : noise;
        const events = play(sent);
        for (const from of ["client", "server"] as const) {
          assertEquals(gaps(events, from, lengthOf(sent, from)), []);
        }
      },
    ),
    { runs: 1000 },
  );
});
