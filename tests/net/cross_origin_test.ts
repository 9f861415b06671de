// Why a browser keeps a response from a page.

import { assertEquals } from "@std/assert";
import {
  type Asked,
  askedBy,
  isPreflight,
  refusalOf,
  writtenBack,
} from "../../src/net/cross_origin.ts";
import type { Header } from "../../src/wire/events.ts";

const PAGE = "http://localhost:5173";
const GET: Asked = { method: "GET", origin: PAGE };
const PUT: Asked = { method: "OPTIONS", origin: PAGE, requestMethod: "PUT" };
const ALLOWED: Header = ["access-control-allow-origin", PAGE];

const CASES: readonly [
  asked: Asked,
  status: number,
  headers: readonly Header[],
  refusal: string | undefined,
][] = [
  [{ method: "GET" }, 200, [], undefined],
  [GET, 200, [], "no Access-Control-Allow-Origin"],
  [GET, 200, [["Access-Control-Allow-Origin", "*"]], undefined],
  [GET, 500, [ALLOWED], undefined],
  [GET, 200, [ALLOWED, ALLOWED], "Access-Control-Allow-Origin is repeated"],
  [GET, 200, [["Access-Control-Allow-Origin", "http://a"]], "only http://a is allowed"],
  [PUT, 404, [ALLOWED], "the preflight is answered with 404"],
  [PUT, 199, [ALLOWED], "the preflight is answered with 199"],
  [PUT, 300, [ALLOWED], "the preflight is answered with 300"],
  [PUT, 200, [ALLOWED], "the method PUT is not allowed"],
  [PUT, 204, [ALLOWED, ["Access-Control-Allow-Methods", "put"]], "the method PUT is not allowed"],
  [PUT, 204, [ALLOWED, ["Access-Control-Allow-Methods", "GET , PUT"]], undefined],
  [PUT, 299, [ALLOWED, ["Access-Control-Allow-Methods", "*"]], undefined],
  [{ ...PUT, requestMethod: "POST" }, 200, [ALLOWED], undefined],
  [
    { ...PUT, requestMethod: "GET", requestHeaders: "x-a, X-B,x-c" },
    200,
    [ALLOWED, ["Access-Control-Allow-Headers", "x-b"]],
    "not allowed: the header x-a, x-c",
  ],
  [
    { ...PUT, requestMethod: "GET", requestHeaders: "x-a" },
    200,
    [ALLOWED, ["Access-Control-Allow-Headers", "*"]],
    undefined,
  ],
];

for (const [asked, status, headers, refusal] of CASES) {
  const shown = headers.map(([name, value]) => `${name}: ${value}`).join(", ");
  const what = `${asked.method} ${asked.requestMethod ?? ""} ${asked.requestHeaders ?? ""}`;
  Deno.test(`refusalOf() judges ${what}, ${status}, ${shown}: ${refusal ?? "fine"}`, () => {
    assertEquals(refusalOf(asked, { status, headers }), refusal);
  });
}

Deno.test("askedBy() takes from a request what its response is judged by", () => {
  const head = { method: "OPTIONS", target: "/", version: "1.1" };
  assertEquals(askedBy({ ...head, headers: [["Accept", "*/*"]] }), { method: "OPTIONS" });
  const asked = askedBy({
    ...head,
    headers: [
      ["origin", PAGE],
      ["HOST", "127.0.0.1:7007"],
      ["ACCESS-CONTROL-REQUEST-METHOD", "PUT"],
      ["Access-Control-Request-Headers", "x-a"],
    ],
  });
  assertEquals(asked, { ...PUT, host: "127.0.0.1:7007", requestHeaders: "x-a" });
  assertEquals([asked, { ...asked, method: "GET" }, GET].map(isPreflight), [true, false, false]);
});

Deno.test("writtenBack() gives a page the leave that its server gave to itself, and no other", () => {
  const own = "https://example.com";
  assertEquals(writtenBack(own, GET, own), PAGE);
  assertEquals(writtenBack("http://other", GET, own), "http://other");
  assertEquals(writtenBack("*", GET, own), "*");
  assertEquals(writtenBack(own, { method: "GET" }, own), own);
});
