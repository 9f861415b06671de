// What heads become: tables of heads and of the same heads on the other side of the tap.

import { assertEquals } from "@std/assert";
import type { Asked } from "../../src/net/cross_origin.ts";
import {
  changesResponses,
  rewriteRequestHead,
  rewriteResponseHead,
  type RewriteRules,
} from "../../src/net/rewrite_heads.ts";

const PAGE = "http://localhost:5173";
const OWN = "https://example.com";

const HOST_ONLY: RewriteRules = {
  host: "example.com",
  origin: undefined,
  cookies: false,
  servesTls: false,
  allowOrigin: undefined,
};
const ORIGIN: RewriteRules = { ...HOST_ONLY, origin: OWN };
const COOKIES: RewriteRules = { ...HOST_ONLY, cookies: true };
const ALLOW: RewriteRules = { ...HOST_ONLY, allowOrigin: PAGE };

const GET: Asked = { method: "GET", origin: PAGE };
const PREFLIGHT: Asked = { method: "OPTIONS", origin: PAGE, requestMethod: "PUT" };
const ACAO = "Access-Control-Allow-Origin";
const ACAC = "Access-Control-Allow-Credentials: true";

const REQUESTS: readonly [
  name: string,
  rules: RewriteRules,
  fields: string,
  expected: string,
  changes: readonly string[],
][] = [
  [
    "Host, whatever its case and spaces",
    HOST_ONLY,
    "hOsT:\t here \r\n",
    "hOsT:\t example.com\r\n",
    [],
  ],
  ["Host without a value", HOST_ONLY, "Host:\r\nA: 1\r\n", "Host:example.com\r\nA: 1\r\n", []],
  ["Host folded over two lines", HOST_ONLY, "Host:\r\n here\r\n", "Host:example.com\r\n", []],
  [
    "the first Host only",
    HOST_ONLY,
    "Host: a\r\nHost: b\r\n",
    "Host: example.com\r\nHost: b\r\n",
    [],
  ],
  ["no Host where there is none", HOST_ONLY, "X-Host: a\r\n", "X-Host: a\r\n", []],
  [
    "lines that end in a bare LF",
    HOST_ONLY,
    "A:1\nHost: a\nB:2\n",
    "A:1\nHost: example.com\nB:2\n",
    [],
  ],
  ["odd lines as they are", HOST_ONLY, "no colon\r\nHost : a\r\n", "no colon\r\nHost : a\r\n", []],
  [
    "a folded line that looks like Host",
    HOST_ONLY,
    "A: 1\r\n Host: a\r\n",
    "A: 1\r\n Host: a\r\n",
    [],
  ],
  ["Origin as it is, unless asked", HOST_ONLY, `Origin: ${PAGE}\r\n`, `Origin: ${PAGE}\r\n`, []],
  ["Origin when asked", ORIGIN, `oRigin:  ${PAGE}\r\n`, `oRigin:  ${OWN}\r\n`, [
    `origin Origin "${PAGE}" goes on as "${OWN}"`,
  ]],
  ["Origin null when asked", ORIGIN, "Origin: null\r\n", `Origin: ${OWN}\r\n`, [
    `origin Origin "null" goes on as "${OWN}"`,
  ]],
  ["an Origin that is right already", ORIGIN, `Origin:${OWN}  \r\n`, `Origin:${OWN}  \r\n`, []],
];

for (const [name, rules, fields, expected, changes] of REQUESTS) {
  Deno.test(`rewriteRequestHead() writes ${name}`, () => {
    for (
      const [first, last] of [["GET /Host:?a=b HTTP/1.1\r\n", "\r\n"], [
        "\r\n\nGET / HTTP/1.1\n",
        "\n",
      ]]
    ) {
      const rewrite = rewriteRequestHead(`${first}${fields}${last}`, rules);
      assertEquals(rewrite.text, `${first}${expected}${last}`);
      assertEquals(rewrite.changes.map(({ what, text }) => `${what} ${text}`), changes);
    }
  });
}

interface ResponseCase {
  readonly name: string;
  readonly rules: RewriteRules;
  readonly asked?: Asked;
  /** Default `200 OK`. */
  readonly status?: string;
  readonly fields: string;
  /** Default: as it came. */
  readonly expected?: string;
  readonly expectedStatus?: string;
  readonly changes?: readonly string[];
}

const RESPONSES: readonly ResponseCase[] = [
  {
    name: "the echo of a rewritten Origin back",
    rules: ORIGIN,
    asked: GET,
    fields: `X:  1\r\naccess-control-allow-origin:${OWN}\r\nX: 2\r\n`,
    expected: `X:  1\r\naccess-control-allow-origin:${PAGE}\r\nX: 2\r\n`,
    changes: [`origin ${ACAO} "${OWN}" goes on as "${PAGE}"`],
  },
  {
    name: "no echo that is of another origin",
    rules: ORIGIN,
    asked: GET,
    fields: `${ACAO}: http://other\r\n`,
  },
  { name: "no echo that is a star", rules: ORIGIN, asked: GET, fields: `${ACAO}: *\r\n` },
  {
    name: "no echo to a request that had no Origin",
    rules: ORIGIN,
    asked: { method: "GET" },
    fields: `${ACAO}: ${OWN}\r\n`,
  },
  { name: "no echo to what nobody asked", rules: ORIGIN, fields: `${ACAO}: ${OWN}\r\n` },
  {
    name: "cookies that survive on loopback, each for itself",
    rules: COOKIES,
    fields: "Set-Cookie: a=b; Path=/;Secure;  HttpOnly ; Domain=.example.com; SameSite=None\r\n" +
      "set-cookie:\tc=d;max-age=5\r\nSET-COOKIE: e=f; secure; samesite=lax; Partitioned;x\r\n",
    expected: "Set-Cookie: a=b; Path=/;  HttpOnly \r\n" +
      "set-cookie:\tc=d;max-age=5\r\nSET-COOKIE: e=f; samesite=lax;x\r\n",
    changes: [
      'cookie Set-Cookie "a" goes on without Secure, Domain=.example.com, SameSite=None',
      'cookie Set-Cookie "e" goes on without secure, Partitioned',
    ],
  },
  {
    name: "cookies that stay secure where the tap serves TLS",
    rules: { ...COOKIES, servesTls: true },
    fields: "Set-Cookie: a=b; Secure; domain=example.com; SameSite=None\r\n",
    expected: "Set-Cookie: a=b; Secure; SameSite=None\r\n",
    changes: ['cookie Set-Cookie "a" goes on without domain=example.com'],
  },
  {
    name: "cookies of a 101, and without a name",
    rules: COOKIES,
    status: "101 Switching Protocols",
    fields: "Set-Cookie: secure; Secure\r\n",
    expected: "Set-Cookie: secure\r\n",
    changes: ["cookie Set-Cookie (cookie without a name) goes on without Secure"],
  },
  {
    name: "no cookie whose name demands Secure: some clients keep it as it is, and none without",
    rules: COOKIES,
    fields: "Set-Cookie: __Host-a=b; Secure; SameSite=None\r\nSet-Cookie: __Secure-a=b; Secure\r\n",
  },
  {
    name: "no Domain that is the client's own name for the tap",
    rules: COOKIES,
    asked: { method: "GET", host: "127.0.0.1:7007" },
    fields: "Set-Cookie: a=b; Domain=127.0.0.1\r\n",
  },
  { name: "no cookie unless asked", rules: HOST_ONLY, fields: "Set-Cookie: a=b; Secure\r\n" },
  {
    name: "what a page of the allowed origin needs",
    rules: ALLOW,
    asked: GET,
    fields: "A:1\r\nContent-Length: 2\r\n",
    expected: `A:1\r\nContent-Length: 2\r\n${ACAO}: ${PAGE}\r\n${ACAC}\r\nVary: Origin\r\n`,
    changes: [`allow-origin Added: ${ACAO}: ${PAGE}; ${ACAC}; Vary: Origin`],
  },
  {
    name: "the allowed origin in place of others",
    rules: ALLOW,
    asked: GET,
    fields: `${ACAO}: *\r\nVary: accept, ORIGIN\r\n${ACAO}: http://other\r\n${ACAC}\r\n`,
    expected: `Vary: accept, ORIGIN\r\n${ACAC}\r\n${ACAO}: ${PAGE}\r\n`,
    changes: [`allow-origin Added: ${ACAO}: ${PAGE}`],
  },
  {
    name: "nothing where the server allows it by itself",
    rules: ALLOW,
    asked: GET,
    fields: `${ACAO}:${PAGE}\r\n${ACAC}\r\n`,
  },
  {
    name: "nothing for another origin",
    rules: ALLOW,
    asked: { method: "GET", origin: "http://evil.example" },
    fields: "A: 1\r\n",
  },
  { name: "nothing without an origin", rules: ALLOW, asked: { method: "GET" }, fields: "A: 1\r\n" },
  { name: "nothing that nobody asked", rules: ALLOW, fields: "A: 1\r\n" },
  {
    name: "nothing into a 101",
    rules: ALLOW,
    asked: GET,
    status: "101 Switching Protocols",
    fields: "Upgrade: websocket\r\n",
  },
  {
    name: "nothing into a 100",
    rules: ALLOW,
    asked: GET,
    status: "100 Continue",
    fields: "",
  },
  {
    name: "a refused preflight accepted",
    rules: ALLOW,
    asked: { ...PREFLIGHT, requestHeaders: "x-a, Content-Type" },
    status: "404 Not Found, sorry",
    fields: "Content-Length: 3\r\n",
    expectedStatus: "200 OK",
    expected: `Content-Length: 3\r\n${ACAO}: ${PAGE}\r\n${ACAC}\r\n` +
      "Access-Control-Allow-Methods: PUT\r\n" +
      "Access-Control-Allow-Headers: x-a, Content-Type\r\nVary: Origin\r\n",
    changes: [
      `allow-origin Added: ${ACAO}: ${PAGE}; ${ACAC}; status 404 became 200; ` +
      "Access-Control-Allow-Methods: PUT; Access-Control-Allow-Headers: x-a, Content-Type; " +
      "Vary: Origin",
    ],
  },
  {
    name: "a preflight answered with 304 without giving it a body",
    rules: ALLOW,
    asked: { ...PREFLIGHT, requestMethod: "POST" },
    status: "304 Not Modified",
    fields: `${ACAO}: ${PAGE}\r\n${ACAC}\r\nVary: *\r\n`,
    expectedStatus: "204 No Content",
    changes: ["allow-origin Added: status 304 became 204"],
  },
  {
    name: "only what a preflight's answer lacks",
    rules: ALLOW,
    asked: { ...PREFLIGHT, requestHeaders: "x-a,x-b" },
    status: "204 No Content",
    fields: `${ACAO}: ${PAGE}\r\n${ACAC}\r\nAccess-Control-Allow-Methods: GET, PUT\r\n` +
      "Access-Control-Allow-Headers: X-A\r\nVary: Origin\r\n",
    expected: `${ACAO}: ${PAGE}\r\n${ACAC}\r\nAccess-Control-Allow-Methods: GET, PUT\r\n` +
      "Access-Control-Allow-Headers: X-A\r\nVary: Origin\r\n" +
      "Access-Control-Allow-Headers: x-a,x-b\r\n",
    changes: ["allow-origin Added: Access-Control-Allow-Headers: x-a,x-b"],
  },
  {
    name: "nothing into a preflight's answer that allows it",
    rules: ALLOW,
    asked: { ...PREFLIGHT, requestHeaders: "x-a" },
    fields: `${ACAO}: ${PAGE}\r\n${ACAC}\r\nAccess-Control-Allow-Methods: PUT\r\n` +
      "Access-Control-Allow-Headers: x-a\r\n",
  },
  {
    name: "an OPTIONS that is no preflight with its status",
    rules: ALLOW,
    asked: { method: "OPTIONS", origin: PAGE },
    status: "405 No",
    fields: "",
    expected: `${ACAO}: ${PAGE}\r\n${ACAC}\r\nVary: Origin\r\n`,
    changes: [`allow-origin Added: ${ACAO}: ${PAGE}; ${ACAC}; Vary: Origin`],
  },
  {
    name: "an echo back that then needs only leave for credentials",
    rules: { ...ALLOW, origin: OWN },
    asked: GET,
    fields: `${ACAO}: ${OWN}\r\nVary: Origin\r\n`,
    expected: `${ACAO}: ${PAGE}\r\nVary: Origin\r\n${ACAC}\r\n`,
    changes: [
      `origin ${ACAO} "${OWN}" goes on as "${PAGE}"`,
      `allow-origin Added: ${ACAC}`,
    ],
  },
];

for (const { name, rules, asked, fields, status = "200 OK", ...wanted } of RESPONSES) {
  Deno.test(`rewriteResponseHead() writes ${name}`, () => {
    const { expected = fields, expectedStatus = status, changes = [] } = wanted;
    const rewrite = rewriteResponseHead(
      `HTTP/1.1 ${status}\r\n${fields}\r\n`,
      parseInt(status),
      asked,
      rules,
    );
    assertEquals(rewrite.text, `HTTP/1.1 ${expectedStatus}\r\n${expected}\r\n`);
    assertEquals(rewrite.changes.map(({ what, text }) => `${what} ${text}`), changes);
  });
}

Deno.test("changesResponses() says whether responses need to be looked at", () => {
  const rules = [HOST_ONLY, ORIGIN, COOKIES, ALLOW];
  assertEquals(rules.map(changesResponses), [false, true, true, true]);
});
