// What the driver demo takes and what it refuses, endpoint by endpoint.

import { assert, assertEquals } from "@std/assert";
import {
  type DriverEndpoint,
  readDriverRequest,
  sendMessage,
  startMessage,
} from "../../src/demo/driver_messages.ts";

Deno.test("readDriverRequest() takes what S2's clients send", () => {
  assertEquals(
    startMessage("T"),
    '{"type":"authenticate","payload":{"token":"T","command":"start"}}',
  );
  assertEquals(
    sendMessage("T", "-1.4354", "0.9871"),
    '{"type":"authenticate","payload":{"token":"T","command":"send","lat":"-1.4354","lon":"0.9871"}}',
  );
  assertEquals(readDriverRequest(startMessage("T"), "get-tracking"), { kind: "start", token: "T" });
  assertEquals(readDriverRequest(sendMessage("T", "-1.4354", "0.9871"), "set-tracking"), {
    kind: "send",
    token: "T",
    lat: "-1.4354",
    lon: "0.9871",
  });
});

Deno.test("readDriverRequest() reads a missing token as an empty one", () => {
  const text = '{"type":"authenticate","payload":{"command":"start"}}';
  assertEquals(readDriverRequest(text, "get-tracking"), { kind: "start", token: "" });
});

const SHAPE = 'expected {"type":"authenticate","payload":{"token","command"}}';
const DEGREES = '"lat" and "lon" must be degrees in strings';

const WRONG: readonly [text: string, endpoint: DriverEndpoint, reason: string][] = [
  ["hello", "get-tracking", SHAPE],
  ["[]", "get-tracking", SHAPE],
  ['{"type":"start","payload":{}}', "get-tracking", SHAPE],
  ['{"type":"authenticate","payload":7}', "get-tracking", SHAPE],
  [sendMessage("T", "1", "2"), "get-tracking", 'get-tracking takes the command "start"'],
  [startMessage("T"), "set-tracking", 'set-tracking takes the command "send"'],
  [sendMessage("T", "90.1", "2"), "set-tracking", DEGREES],
  [sendMessage("T", "1", "-180.5"), "set-tracking", DEGREES],
  [sendMessage("T", "", "2"), "set-tracking", DEGREES],
  [sendMessage("T", "1", "2 "), "set-tracking", DEGREES],
  [sendMessage("T", "1", "2").replace('"2"', "2"), "set-tracking", DEGREES],
];

for (const [text, endpoint, reason] of WRONG) {
  Deno.test(`readDriverRequest() refuses ${text} for ${endpoint}`, () => {
    assertEquals(readDriverRequest(text, endpoint), { kind: "wrong", reason });
    // A Close frame has room for so much (RFC 6455, section 5.5).
    assert(reason.length <= 123);
  });
}
