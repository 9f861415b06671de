// What is said of browsers behind a tap, and what is not.

import { assertEquals } from "@std/assert";
import {
  CookieAdviser,
  CrossOriginAdviser,
  type CrossOriginRules,
} from "../../../src/cli/proxy/advisers.ts";
import { Exchanges } from "../../../src/cli/recording/exchanges.ts";
import type { Adviser } from "../../../src/cli/recording/monitor.ts";
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

function tell(adviser: Adviser, request: RequestEntry, response: ResponseEntry): void {
  const exchanges = new Exchanges();
  exchanges.requested(request);
  const asked = exchanges.responded(response);
  if (asked !== undefined) adviser.answered?.(asked, response);
}

/** What is said of one exchange. */
function adviceOn(
  method: string,
  asked: readonly Header[],
  status: number,
  answered: readonly Header[],
  rules: CrossOriginRules = {},
): readonly string[] {
  const said: string[] = [];
  const adviser = new CrossOriginAdviser((rule, text) => said.push(`${rule} ${text}`), rules);
  tell(adviser, request(1, method, asked), response(1, status, answered));
  return said;
}

/** The target's. */
const OWN = "https://example.com";
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
  ["a page that the tap lets in", adviceOn("OPTIONS", PREFLIGHT, 400, [], { allowed: PAGE }), []],
  [
    "an echo that the tap writes back",
    adviceOn("OPTIONS", PREFLIGHT, 204, [["access-control-ALLOW-origin", OWN]], { sent: OWN }),
    [],
  ],
  [
    "an echo that nobody writes back",
    adviceOn("GET", PREFLIGHT, 200, [["Access-Control-Allow-Origin", OWN]]),
    [`${TOLD} GET: only ${OWN} is allowed. ${WAY_OUT}`],
  ],
  [
    "a server that does not allow its own pages either",
    adviceOn("GET", PREFLIGHT, 200, [], { sent: OWN }),
    [`${TOLD} GET: no Access-Control-Allow-Origin. ${WAY_OUT}`],
  ],
  [
    "a page that was opened from a file",
    adviceOn("GET", [["Origin", "null"]], 200, []),
    [
      "advice/cross-origin The browser refuses pages opened from a file, or in a sandbox (Origin: " +
      "null), as the server answered GET: no Access-Control-Allow-Origin. --allow-origin null " +
      "lets them in, on this tap only",
    ],
  ],
  [
    "a page from a file that the tap lets in",
    adviceOn("GET", [["Origin", "null"]], 200, [], { allowed: "null" }),
    [],
  ],
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
  const adviser = new CrossOriginAdviser((_rule, text) => said.push(text), {});
  for (const [index, origin] of [PAGE, PAGE, "http://b"].entries()) {
    tell(adviser, request(index, "GET", [["Origin", origin]]), response(index, 200, []));
  }
  assertEquals(said.length, 2);
});

function cookieAdvice(
  host: string,
  servesTls: boolean,
  ...cookies: readonly string[]
): readonly string[] {
  const said: string[] = [];
  const adviser = new CookieAdviser((_rule, text) => said.push(text), servesTls);
  tell(
    adviser,
    request(1, "GET", [["Host", host]]),
    response(1, 200, cookies.map((cookie): Header => ["Set-Cookie", cookie])),
  );
  return said;
}

const HERE = "127.0.0.1:7007";
const DOUBT =
  'The cookie "session" says Secure. Over plain http on this machine Chromium, Firefox ' +
  "and curl send it back; Safari and Python's clients, for instance, do not. For these, ";

Deno.test("CookieAdviser tells of cookies that do not survive, once and without their values", () => {
  const session = "session=hunter2; Path=/; Secure; Domain=example.com";
  assertEquals(cookieAdvice(HERE, false, session, session, "plain=1; Path=/; HttpOnly"), [
    'The cookie "session" does not survive here: it says Domain=example.com. ' +
    "--rewrite-cookies takes that off",
  ]);
  assertEquals(cookieAdvice(HERE, false, "a=1; SameSite=None; Domain=b.c"), [
    'The cookie "a" does not survive here: it says SameSite=None without Secure and Domain=b.c. ' +
    "--rewrite-cookies takes that off",
  ]);
});

Deno.test("CookieAdviser tells of cookies that some clients do not send back", () => {
  const rewrite = "--rewrite-cookies takes Secure off";
  assertEquals(cookieAdvice(HERE, false, "session=1; Secure"), [`${DOUBT}${rewrite}`]);
  assertEquals(cookieAdvice(HERE, false, "session=1; Secure; SameSite=None"), [
    `${DOUBT}${rewrite}`,
  ]);
});

Deno.test("CookieAdviser tells of names that demand TLS", () => {
  const serve = "--tls-cert and --tls-key serve TLS";
  assertEquals(cookieAdvice(HERE, false, "__Host-id=1; Secure; Path=/"), [
    `${DOUBT.replace("session", "__Host-id")}${serve}`,
  ]);
  assertEquals(cookieAdvice("192.168.1.5:7007", false, "__Host-id=1; Secure; Path=/"), [
    'The cookie "__Host-id" does not survive here: it says Secure. With that name it has to: ' +
    serve,
  ]);
});

Deno.test("CookieAdviser minds no Domain of the tap's own, as the client calls it", () => {
  assertEquals(cookieAdvice(HERE, false, "a=1; Domain=127.0.0.1"), []);
  assertEquals(cookieAdvice("localhost:7007", false, "a=1; Domain=127.0.0.1").length, 1);
});

Deno.test("CookieAdviser minds no Secure cookie where TLS is served", () => {
  assertEquals(cookieAdvice(HERE, true, "a=1; Secure"), []);
  assertEquals(cookieAdvice(HERE, true, "a=1; Domain=example.com").length, 1);
});

Deno.test("CookieAdviser calls a cookie without a name by no value", () => {
  assertEquals(cookieAdvice(HERE, false, "s3cret; Secure; Domain=example.com"), [
    "The cookie without a name does not survive here: it says Domain=example.com. " +
    "--rewrite-cookies takes that off",
  ]);
});
