// Where secrets hide in bodies (polling of both versions, JSONP, forms), in logs and event lines.

import { encodeUtf8, toBase64 } from "../../../src/base/bytes.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import {
  AWKWARD,
  binaryPacket,
  counted,
  event,
  JWT,
  log,
  request,
  response,
  SECRET,
} from "./fakes.ts";
import { BASE64, LOGIN, PACKED, type Place, place } from "./place.ts";

export const PLACES_IN_BODIES: readonly Place[] = [
  place(
    "an Engine.IO 4 body",
    request("/", [], { text: `40{"token":"${SECRET}"}\x1e42["a"]` }),
    SECRET,
    '42[\\"a\\"]',
  ),
  place(
    "base64 in an Engine.IO 4 body",
    request("/", [], { text: `451-["f",{"_placeholder":true,"num":0}]\x1eb${BASE64}` }),
    SECRET,
    "_placeholder",
  ),
  place(
    "an Engine.IO 3 body",
    request("/", [], { text: counted(`42["login",${LOGIN}]`, "2", '42["ü"]') }),
    AWKWARD,
    "bob",
    '6:42[\\"ü\\"]'.slice(2),
  ),
  place(
    "base64 in an Engine.IO 3 body",
    request("/", [], { text: counted("451-[]", `b4${BASE64}`) }),
    SECRET,
    "451-[]",
  ),
  place(
    "an Engine.IO 3 binary body",
    request("/", [], {
      base64: toBase64(
        Uint8Array.of(
          ...binaryPacket(false, encodeUtf8(`42["login",${LOGIN}]`)),
          ...binaryPacket(true, Uint8Array.of(4, ...PACKED)),
        ),
      ),
    }),
    [AWKWARD, SECRET],
    "bob",
    "r1",
  ),
  place(
    "a JSONP post",
    request("/", [], { text: `d=${encodeURIComponent(counted(`42["login",${LOGIN}]`))}` }),
    AWKWARD,
    "bob",
  ),
  place(
    "base64 in a JSONP post",
    request("/", [], { text: `d=${encodeURIComponent(`b${BASE64}`)}` }),
    SECRET,
  ),
  place(
    "a JSONP answer",
    response([], { text: `___eio[0](${JSON.stringify(counted(`42["login",${LOGIN}]`))});` }),
    AWKWARD,
    "bob",
  ),
  place("base64 in a JSONP answer", response([], { text: `___eio[0]("b${BASE64}");` }), SECRET),
  place(
    "a form",
    request("/", [], {
      text: `user=bob&password=${encodeURIComponent(AWKWARD).replaceAll("%20", "+")}`,
    }),
    AWKWARD,
    "bob",
  ),
  place(
    "a JSON body",
    response([], { text: `{"access_token":"${SECRET}","expires_in":3600}` }),
    SECRET,
    "3600",
  ),
  place(
    "a head that could not be parsed",
    {
      kind: "bytes",
      at: 1,
      conn: 1,
      from: "client",
      text: `GET /\r\nX-Auth-Token: ${SECRET}\r\nCookie: a=${SECRET}4\r\n\r\n`,
    },
    SECRET,
    "GET /",
  ),
];

export const PLACES_IN_WORDS: readonly Place[] = [
  place("an event line", event({ user: "bob", token: SECRET, n: 5 }), SECRET, "bob", '"n":5'),
  place("a number in an event line", event({ otp: 918273645 }), "918273645"),
  place("JSON in an event line's string", event(LOGIN), AWKWARD, "bob"),
  place("a container in an event line", event({ secret: [{ a: SECRET, b: [AWKWARD] }] }), [
    SECRET,
    AWKWARD,
  ]),
  place(
    "binary in an event line",
    event({ $binary: { bytes: 60, sha256: "00ff", base64: BASE64 } }),
    SECRET,
  ),
  place("a key that is a token", event({ [JWT]: 1 }), JWT),
  place(
    "a namespace of an event line",
    { ...event(1), ns: `/sfa?token=${SECRET}` } as Entry,
    SECRET,
    "/sfa?token=",
  ),
  place(
    "a log line that quotes a packet",
    log(`socket receive: type "message", data "40{"token":"${SECRET}"}"`),
    SECRET,
    "socket receive",
  ),
  place(
    "a log line that prints an object",
    log(`opts { auth: { token: '${SECRET}' }, path: '/p' }`),
    SECRET,
    "path: '/p'",
  ),
  place(
    "a log line that prints it in colour",
    log(`opts { token: \x1b[32m'${SECRET}'\x1b[39m, path: '/p' }`),
    SECRET,
    "path: '/p'",
  ),
  place(
    "a log line that quotes base64",
    log(`polling got data b${BASE64}`),
    SECRET,
    "polling got data b",
  ),
  place(
    "a log line with a URL",
    log(`xhr open GET: http://h/socket.io/?EIO=4&token=${SECRET}, async`),
    SECRET,
    ", async",
  ),
  place("a mark", { kind: "mark", at: 1, text: `logged in, token=${SECRET}` }, SECRET, "logged in"),
  place(
    "a note",
    {
      kind: "note",
      at: 1,
      rule: "a/b",
      text: `Cannot read "{\\"password\\":\\"${SECRET}\\"}": no`,
    },
    SECRET,
    "Cannot read",
  ),
];
