// Where secrets hide in messages, text and binary.

import { encodeUtf8 } from "../../../src/base/bytes.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { AWKWARD, binary, JWT, message, nested, pack, SECRET } from "./fakes.ts";
import { BASE64, LOGIN, PACKED, type Place, place } from "./place.ts";

export const PLACES_IN_MESSAGES: readonly Place[] = [
  place(
    "a CONNECT payload",
    message(`40/sfa,{"token":"${SECRET}","auth_type":"v3"}`),
    SECRET,
    '\\"auth_type\\":\\"v3\\"',
  ),
  place(
    "a namespace's query",
    message(`40/sfa?token=${SECRET},{"x":1}`),
    SECRET,
    "40/sfa?token=",
    ',{\\"x\\":1}',
  ),
  place("an event", message(`42/sfa,7["login",${LOGIN}]`), AWKWARD, '\\"user\\":\\"bob\\"'),
  place("camel case", message(`42["x",{"newPassword":"${SECRET}","pid":"p1"}]`), SECRET, "p1"),
  place("a key among white space", message(`{ "refresh-token" : "${SECRET}" }`), SECRET),
  place("JSON in a string", message(`42["x","${nested(LOGIN, 1)}"]`), AWKWARD, "bob"),
  place("JSON three strings deep", message(`"${nested(LOGIN, 3)}"`), AWKWARD, "bob"),
  place(
    "JSON seven strings deep",
    message(`"${nested(`{"token":"${SECRET}","a":"b1"}`, 7)}"`),
    SECRET,
    "b1",
  ),
  place(
    "JSON with \\u0022 for quotes",
    message(`["${LOGIN.replaceAll("\\", "\\u005c").replaceAll('"', "\\u0022")}"]`),
    AWKWARD,
    "bob",
  ),
  place("a number", message('{"otp":918273645,"sid":"s1"}'), "918273645", "s1"),
  place(
    "leaves of a container",
    message(`{"credentials":{"a":["${SECRET}",918273645,true],"b":{"c":"${SECRET}3"}},"z":5}`),
    [SECRET, "918273645"],
    "true",
    '\\"z\\":5',
  ),
  place("a token as an argument", message(`42["login","${JWT}",{"lat":1.5}]`), JWT, "1.5"),
  place(
    "a message cut off in a string",
    message(`42["login",{"password":"${SECRET}`),
    SECRET,
    "login",
  ),
  place(
    "a token cut off in its claims",
    message(`42["login","${JWT.slice(0, 70)}`),
    JWT.slice(0, 70),
  ),
  place(
    "a ping's content",
    { ...message(`token=${SECRET}`), kind: "control", op: "ping" } as Entry,
    SECRET,
  ),
  place(
    "a close reason",
    {
      kind: "control",
      at: 1,
      conn: 1,
      from: "server",
      op: "close",
      code: 4401,
      reason: `bad {"token":"${SECRET}"}`,
    },
    SECRET,
    "bad ",
  ),
  place("a message in base64", message(`b${BASE64}`), SECRET),
  place(
    "binary with a key in it",
    binary(encodeUtf8(`{"token":"${SECRET}","room":"r1"}`)),
    SECRET,
    "r1",
  ),
  place("MessagePack", binary(PACKED), SECRET, "r1"),
  place("MessagePack after a type byte", binary(Uint8Array.of(4, ...PACKED)), SECRET, "r1"),
  place("MessagePack cut off", binary(PACKED.subarray(0, PACKED.length - 14)), SECRET),
  place(
    "a container in MessagePack",
    binary(pack({ secrets: { a: [AWKWARD, 918273645], b: SECRET }, room: "r1" })),
    [AWKWARD, SECRET],
    "r1",
  ),
  place(
    "a token in MessagePack, a byte like its own after it",
    binary(pack(["login", JWT, 65])),
    JWT,
    "login",
  ),
  place(
    "JSON among other bytes",
    binary(Uint8Array.of(0xfe, 0xc1, ...encodeUtf8(LOGIN), 0xfe)),
    AWKWARD,
    "bob",
  ),
];
