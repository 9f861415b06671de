// Which port a tap gets, and what it says when it gets none.

import net from "node:net";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { startTap, type TapOptions } from "../../src/net/tap.ts";
import { explainListening, listen, MAX_PORTS_TRIED } from "../../src/net/tap_listener.ts";
import { targetOf } from "../../src/net/target.ts";
import { heldPort } from "../house/held_port.ts";
import { makeCertificate } from "./certificate.ts";
import { serve, Witness } from "./sockets.ts";

const FAR = targetOf(new URL("http://192.0.2.1:9/"));

function options(more: Partial<TapOptions>): TapOptions {
  return { target: FAR, owner: new Witness(), ...more };
}

Deno.test("startTap() says that a port is taken", async () => {
  await using other = await serve(() => {});
  const error = await assertRejects(() => startTap(options({ port: other.port })), Error);
  assertEquals(error.message, `Cannot listen on 127.0.0.1:${other.port}: the port is taken`);
});

Deno.test("startTap() uses the next free port when it may", async () => {
  await using other = await serve(() => {});
  await using tap = await startTap(options({ port: other.port, nextPort: true }));
  assert(tap.port > other.port && tap.port < other.port + MAX_PORTS_TRIED, `${tap.port}`);
});

Deno.test("startTap() uses the very port when it is free, next one or not", async () => {
  for (const nextPort of [false, true]) {
    using held = await heldPort();
    const { port } = held;
    await using tap = await startTap(options({ port, nextPort }));
    assertEquals(tap.port, port);
  }
});

for (const hostname of ["127.0.0.1", "localhost", "0.0.0.0", "[::1]"]) {
  Deno.test(`startTap() never listens where its target at ${hostname} is expected`, async () => {
    using held = await heldPort();
    const { port } = held;
    const target = targetOf(new URL(`http://${hostname}:${port}/`));
    const error = await assertRejects(() => startTap(options({ target, port })), Error);
    assertEquals(error.message, `Cannot listen on ${port}: the target is there`);
    await using tap = await startTap(options({ target, port, nextPort: true }));
    assert(tap.port > port, `${tap.port}`);
  });
}

Deno.test("startTap() takes the target's port when the target is elsewhere", async () => {
  using held = await heldPort();
  const { port } = held;
  const target = targetOf(new URL(`http://192.0.2.1:${port}/`));
  await using tap = await startTap(options({ target, port }));
  assertEquals(tap.port, port);
});

Deno.test("listen() tries every next port, and gives up above the last one there is", async () => {
  const server = net.createServer();
  const tried: number[] = [];
  // Whoever else holds those ports on this machine, or lets go of them, is no matter.
  Reflect.set(server, "listen", (port: number): void => {
    tried.push(port);
    const error = Object.assign(new Error("taken"), { code: "EADDRINUSE" });
    queueMicrotask(() => server.emit("error", error));
  });
  const where = { hostname: "127.0.0.1", port: 65_533, nextPort: true, target: FAR };
  const error = await assertRejects(() => listen(server, where), Error);
  assertEquals(error.message, "Cannot listen on 127.0.0.1:65533: no port up to 65535 is free");
  assertEquals(tried, [65_533, 65_534, 65_535]);
});

Deno.test("startTap() says which address is none of this machine's", async () => {
  for (const port of [0, 65_535]) {
    const wanted = options({ hostname: "127.0.0.1.5", port });
    const error = await assertRejects(() => startTap(wanted), Error);
    assertStringIncludes(error.message, `Cannot listen on 127.0.0.1.5:${port}: `);
    assert(error.cause instanceof Error);
  }
});

const WHERE =
  "Listen on 127.0.0.1 (this machine alone), on 0.0.0.0 (all its networks), or on one " +
  "of its own addresses";

const EXPLAINED: readonly [code: string, reason: string][] = [
  ["ENOTFOUND", `there is no such address or name. ${WHERE}`],
  ["EAI_AGAIN", `the name cannot be looked up now. ${WHERE}`],
  ["EINVAL", `it is none of this machine's addresses. ${WHERE}`],
  ["EADDRNOTAVAIL", `it is none of this machine's addresses. ${WHERE}`],
  ["EACCES", "only the administrator may. Listen on a port above 1023"],
  ["EODD", "odd"],
];

for (const [code, reason] of EXPLAINED) {
  Deno.test(`explainListening() has words for ${code}`, () => {
    const cause = Object.assign(new Error("odd"), { code });
    const error = explainListening(cause, { hostname: "::1", port: 80 });
    assertEquals([error.message, error.cause], [`Cannot listen on [::1]:80: ${reason}`, cause]);
  });
}

Deno.test("startTap() refuses options that cannot work before it listens", async () => {
  await assertRejects(
    () => startTap(options({ tls: { ca: "no certificate" } })),
    TypeError,
    "Cannot trust the certificates given: there is none in PEM form",
  );
  await assertRejects(
    () => startTap(options({ rewrite: { allowOrigin: "localhost:5173" } })),
    TypeError,
    'Cannot allow the origin "localhost:5173": expected an http:// or https:// URL, or null',
  );
});

Deno.test("startTap() lets pages without an origin of their own in", async () => {
  await using tap = await startTap(options({ rewrite: { allowOrigin: "null" } }));
  assert(tap.port > 0);
});

Deno.test("startTap() refuses a certificate that it could not serve", async () => {
  const mine = makeCertificate();
  const refusals: readonly [cert: string, key: string, reason: string][] = [
    [mine.cert, "-----BEGIN ENCRYPTED PRIVATE KEY-----", "the key is encrypted"],
    ["no", mine.key, "the certificate cannot be read as PEM"],
    [mine.cert, "no", "the key cannot be read as PEM"],
    [mine.cert, makeCertificate().key, "the key does not belong to the certificate"],
  ];
  for (const [cert, key, reason] of refusals) {
    const error = await assertRejects(() => startTap(options({ serve: { cert, key } })), TypeError);
    assertEquals(error.message, `Cannot serve TLS: ${reason}`);
  }
});
