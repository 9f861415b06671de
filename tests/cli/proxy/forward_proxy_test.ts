// Clients that take a tap for a forward proxy are told of, each way of asking once.

import { assertEquals } from "@std/assert";
import { ForwardProxyAdviser } from "../../../src/cli/proxy/forward_proxy.ts";

function adviceOn(
  listens: string,
  ...requests: readonly (readonly [method: string, url: string])[]
): readonly string[] {
  const said: string[] = [];
  const adviser = new ForwardProxyAdviser((rule, text) => said.push(`${rule} ${text}`), {
    target: { host: "api.example.com" },
    tap: { hostname: listens, port: 7007 },
    url: "http://127.0.0.1:7007",
  });
  for (const [id, [method, url]] of requests.entries()) {
    adviser.requested({ kind: "request", at: 0, conn: 1, id, method, url, headers: [] });
  }
  return said;
}

function told(asked: string): string {
  return `advice/forward-proxy A client asked for ${asked}: it takes this for a forward proxy ` +
    "(HTTP_PROXY?), which it is not. All goes to api.example.com. Point the client at " +
    "http://127.0.0.1:7007 instead of at its server";
}

Deno.test("ForwardProxyAdviser tells once of tunnels and once of targets that are elsewhere", () => {
  const said = adviceOn(
    "127.0.0.1",
    ["CONNECT", "other.example:443"],
    ["GET", "http://me:hunter2@other.example:8080/x?token=hunter2"],
    ["CONNECT", "third.example:443"],
    ["GET", "http://third.example/x"],
  );
  assertEquals(said, [told("CONNECT other.example:443"), told("http://other.example:8080")]);
});

Deno.test("ForwardProxyAdviser tells of a tunnel to the target, too: nobody opens it", () => {
  assertEquals(adviceOn("127.0.0.1", ["CONNECT", "api.example.com:443"]), [
    told("CONNECT api.example.com:443"),
  ]);
});

const FINE: readonly [listens: string, url: string][] = [
  ["127.0.0.1", "/x"],
  ["127.0.0.1", "*"],
  ["127.0.0.1", "/http://other.example/"],
  ["127.0.0.1", "http://api.example.com/x"],
  ["127.0.0.1", "HTTPS://API.EXAMPLE.COM/x"],
  ["127.0.0.1", "http://127.0.0.1:7007/x"],
  ["127.0.0.1", "http://localhost:7007/x"],
  ["::1", "http://[::1]:7007/x"],
  ["0.0.0.0", "http://192.168.1.5:7007/x"],
];

for (const [listens, url] of FINE) {
  Deno.test(`ForwardProxyAdviser has nothing to say of ${url} on ${listens}`, () => {
    assertEquals(adviceOn(listens, ["GET", url]), []);
  });
}

for (const url of ["http://127.0.0.1:7008/", "http://other.example:7007/", "ws://other.example/"]) {
  Deno.test(`ForwardProxyAdviser tells of ${url}`, () => {
    assertEquals(adviceOn("127.0.0.1", ["GET", url]).length, 1);
  });
}
