// What people may hand to `explain`: anything near what the protocols write, and anything at all.

import fc from "fast-check";
import type { Payload } from "../../../src/base/bytes.ts";
import type { AnatomyOptions } from "../../../src/timeline/anatomy/part.ts";
import { payload } from "../../protocols/arbitrary_carried.ts";

const likelyText = fc.constantFrom(
  '0{"sid":"a","upgrades":[],"pingInterval":1}',
  "2:407:40/sfa,",
  '___eio[0]("40\\u001e42[\\"x\\"]");',
  "d=40%1E42%5B%22x%22%5D",
  "/socket.io/?EIO=4&transport=polling&&t=%41&sid",
  "https://example.com/a?EIO=3&b64=1&j=0#top",
  '{"code":1,"message":"Session ID unknown"}',
  "ok",
  "bAQID",
  "b4AQID",
  '451-/a?b=c,12["x",{"_placeholder":true,"num":0}] ',
  ' 42 [ "a" , { "b" : [ 1 , 2 ] } ] ',
  '42["a",]',
  "44{",
  "4412",
);

/** A text with a piece taken out or put in. */
const brokenText = fc.tuple(likelyText, fc.nat(60), fc.nat(4), fc.string({ maxLength: 3 }))
  .map(([text, at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone));

export const input: fc.Arbitrary<Payload> = fc.oneof(payload, likelyText, brokenText);

export const anatomyOptions: fc.Arbitrary<AnatomyOptions> = fc.record({
  engine: fc.constantFrom<3 | 4>(3, 4),
  from: fc.constantFrom<"client" | "server">("client", "server"),
  transport: fc.constantFrom<"polling" | "websocket">("polling", "websocket"),
  inner: fc.constantFrom<"socket.io" | "json" | "raw">("socket.io", "json", "raw"),
  plain: fc.constant<true>(true),
}, { requiredKeys: [] });
