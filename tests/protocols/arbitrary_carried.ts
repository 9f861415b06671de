// Traffic made up at random, near enough to the real thing to get past every decoder's first look.

import fc from "fast-check";
import type { Payload } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import type { Carried } from "../../src/protocols/protocol.ts";

export const side = fc.constantFrom<Side>("client", "server");

/** Text near what protocols read, so that inputs get past their first character. */
const likelyText = fc.tuple(
  fc.constantFrom("0", "1", "2", "3", "4", "40", "41", "42", "43", "44", "451-", "52-", "b4", "6"),
  fc.constantFrom("", "/", "/sfa,", "/a?b=c,", "12", "/sfa,7"),
  fc.oneof(fc.json(), fc.string(), fc.constant('["a",{"_placeholder":true,"num":0}]')),
).map((parts) => parts.join(""));

export const payload: fc.Arbitrary<Payload> = fc.oneof(
  fc.string({ unit: "binary" }),
  likelyText,
  fc.array(likelyText, { maxLength: 4 }).map((texts) => texts.join("\x1e")),
  fc.uint8Array({ maxLength: 60 }),
);

export const url = fc.oneof(
  fc.constantFrom(
    "/socket.io/?EIO=4&transport=polling",
    "/socket.io/?EIO=4&transport=polling&sid=s1",
    "/socket.io/?EIO=4&transport=websocket&sid=s1",
    "/socket.io/?EIO=3&transport=polling&sid=s2",
    "/socket.io/?EIO=3&transport=polling&j=0",
    "/socket.io/?EIO=3&transport=websocket",
    "/x",
  ),
  fc.string(),
);

const conn = fc.integer({ min: 1, max: 3 });
const id = fc.integer({ min: 1, max: 4 });
const headers = fc.array(fc.tuple(fc.constantFrom("Upgrade", "Content-Type", "X"), fc.string()), {
  maxLength: 2,
});

export const carried: fc.Arbitrary<Carried> = fc.oneof(
  fc.record({
    kind: fc.constant("request"),
    conn,
    id,
    method: fc.constantFrom("GET", "POST", "OPTIONS"),
    url,
    headers,
    data: payload,
  }),
  fc.record({
    kind: fc.constant("response"),
    conn,
    id,
    status: fc.constantFrom(101, 200, 400, 403),
    headers,
    data: payload,
  }),
  fc.record({ kind: fc.constant("message"), conn, from: side, data: payload }),
  fc.record({ kind: fc.constant("close"), conn }),
);
