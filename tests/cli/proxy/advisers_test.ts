// What is said of browsers behind a tap, and what is not.

import { assertEquals } from "@std/assert";
import { CookieAdviser, CrossOriginAdviser } from "../../../src/cli/proxy/advisers.ts";
import type { Header, RequestEntry, ResponseEntry } from "../../../src/tape/entry.ts";

const PAGE = "http://localhost:5173";
const PREFLIGHT: readonly Header[] = [
  ["Host", "127.0.0.1:7007"],
  ["Origin", PAGE],
  ["Access-Control-Request-Method", "POST"],
];

function request(id: number, method: string, headers: readonly Header[]): RequestEntry {
  return { kind: "request", at: 0, conn: 1, id, method, url: "/socket.io/", headers };
}

function response(id: number, status: number, headers: readonly Header[]): ResponseEntry {
  return { kind: "response", at: 1, conn: 1, id, status, headers };
}

/** What is said of one exchange. */
function adviceOn(
  method: string,
  asked: readonly Header[],
  status: number,
  answered: readonly Header[],
  allowed?: string,
): readonly string[] {
  const said: string[] = [];
  const adviser = new CrossOriginAdviser((rule, text) => said.push(`${rule} ${text}`), allowed);
  adviser.recorded(request(1, method, asked));
  adviser.recorded(response(1, status, answered));
  return said;
}

const TOLD = `advice/cross-origin The browser refuses pages of ${PAGE}, as the server answered`;
const WAY_OUT = `--allow-origin ${PAGE} lets them in, on this tap only`;

const ADVICE: readonly [name: string, said: readonly string[], expected: readonly string[]][] = [
  ["a refused preflight", adviceOn("OPTIONS", PREFLIGHT, 400, []), [
    `${TOLD} a preflight: no Access-Control-Allow-Origin. ${WAY_OUT}`,
  ]],
  [
    "a preflight that is let in and then fails",
    adviceOn("OPTIONS", PREFLIGHT, 404, [["Access-Control-Allow-Origin", "*"]]),
    [`${TOLD} a preflight: the preflight is answered with 404. ${WAY_OUT}`],
  ],
  [
    "another origin's permission",
    adviceOn("GET", [["Origin", PAGE]], 200, [["access-control-allow-origin", "http://a"]]),
    [`${TOLD} GET: only http://a is allowed. ${WAY_OUT}`],
  ],
  [
    "an allowed preflight",
    adviceOn("OPTIONS", PREFLIGHT, 204, [["Access-Control-Allow-Origin", PAGE]]),
    [],
  ],
  ["a page that the tap lets in", adviceOn("OPTIONS", PREFLIGHT, 400, [], PAGE), []],
  [
    "a page of the tap's own",
    adviceOn("POST", [["Origin", "http://127.0.0.1:7007"], ["Host", "127.0.0.1:7007"]], 200, []),
    [],
  ],
  ["a client that is no page", adviceOn("GET", [["Host", "a"]], 200, []), []],
  [
    "a WebSocket that is refused",
    adviceOn("GET", [["Origin", PAGE], ["Upgrade", "websocket"]], 403, []),
    [],
  ],
];

for (const [name, said, expected] of ADVICE) {
  Deno.test(`CrossOriginAdviser and ${name}`, () => assertEquals(said, expected));
}

Deno.test("CrossOriginAdviser says it once for each origin", () => {
  const said: string[] = [];
  const adviser = new CrossOriginAdviser((_rule, text) => said.push(text), undefined);
  for (const [index, origin] of [PAGE, PAGE, "http://b"].entries()) {
    adviser.recorded(request(index, "GET", [["Origin", origin]]));
    adviser.recorded(response(index, 200, []));
  }
  assertEquals(said.length, 2);
});

function cookieAdvice(isSecure: boolean, ...cookies: readonly string[]): readonly string[] {
  const said: string[] = [];
  const adviser = new CookieAdviser((_rule, text) => said.push(text), isSecure);
  adviser.recorded(response(1, 200, cookies.map((cookie): Header => ["Set-Cookie", cookie])));
  return said;
}

Deno.test("CookieAdviser tells of cookies that do not survive, once and without their values", () => {
  const session = "session=hunter2; Path=/; Secure; Domain=example.com";
  assertEquals(cookieAdvice(false, session, session, "plain=1; Path=/; HttpOnly"), [
    'The cookie "session" does not survive here: it says Secure and Domain=example.com. ' +
    "--rewrite-cookies takes that off",
  ]);
});

Deno.test("CookieAdviser tells of names that demand TLS", () => {
  assertEquals(cookieAdvice(false, "__Host-id=1; Secure; Path=/"), [
    'The cookie "__Host-id" does not survive here: with that name it needs TLS: --tls-cert and ' +
    "--tls-key serve it",
  ]);
});

Deno.test("CookieAdviser minds no Secure cookie where TLS is served", () => {
  assertEquals(cookieAdvice(true, "a=1; Secure"), []);
  assertEquals(cookieAdvice(true, "a=1; Domain=example.com").length, 1);
});
