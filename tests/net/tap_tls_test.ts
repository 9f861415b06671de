// TLS on either side of a tap, with certificates made on the spot: trusted, refused with a reason,
// served by the tap itself.

import net from "node:net";
import tls from "node:tls";
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Tap, TapOptions } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { dial, readAll, readUntil, serve, serveTls, tapTo, whenGone, Witness } from "./sockets.ts";

const mine = makeCertificate();
const others = makeCertificate({ names: ["other.example"] });
const REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

async function tapToTls(
  port: number,
  owner: Witness,
  options: Partial<TapOptions>,
): Promise<Tap> {
  return await tapTo(port, owner, {
    target: targetOf(new URL(`https://127.0.0.1:${port}/`)),
    ...options,
  });
}

const TRUSTED: readonly [
  name: string,
  certificate: Certificate,
  options: NonNullable<TapOptions["tls"]>,
][] = [
  ["by an address, with --ca", mine, { ca: mine.cert }],
  ["unchecked", mine, { insecure: true }],
  ["unchecked, with a certificate for another name", others, { insecure: true }],
];

for (const [name, certificate, options] of TRUSTED) {
  Deno.test(`a tap reaches a TLS target ${name}, and keeps its half-close`, async () => {
    let asked = "";
    await using server = await serveTls(certificate, (socket) => {
      void readAll(socket).then((text) => {
        asked = text;
        socket.end("HTTP/1.1 200 OK\r\n\r\nsafe");
      });
    });
    const witness = new Witness();
    await using tap = await tapToTls(server.port, witness, { tls: options });
    const client = dial(tap.port);
    const answered = readAll(client);
    client.end(REQUEST);
    assertEquals(await answered, "HTTP/1.1 200 OK\r\n\r\nsafe");
    await witness.whenClosed;
    assertEquals(asked, REQUEST.replace("a\r", `127.0.0.1:${server.port}\r`));
    assertEquals(witness.all("failed"), []);
    assertEquals(witness.told.at(-1), "close 1 client false");
  });
}

const REFUSED: readonly [
  name: string,
  certificate: Certificate,
  options: TapOptions["tls"],
  reason: string,
][] = [
  ["that is self-signed", mine, {}, "is self-signed: trust it with --ca FILE, or do not"],
  ["that is for another name", others, { ca: others.cert }, "is for another name: use the name"],
  ["that is not the trusted one", mine, { ca: others.cert }, "The certificate of"],
];

for (const [name, certificate, options, reason] of REFUSED) {
  Deno.test(`a tap sends nothing to a server with a certificate ${name}, and says why`, async () => {
    let received = 0;
    await using server = await serveTls(certificate, (socket) => {
      socket.on("error", () => {});
      socket.on("data", (bytes) => received += bytes.length);
    });
    const witness = new Witness();
    await using tap = await tapToTls(server.port, witness, options ? { tls: options } : {});
    const client = dial(tap.port);
    const gone = whenGone(client);
    client.write(REQUEST);
    assertEquals(await gone, "ECONNRESET");
    await witness.whenClosed;
    const failures = witness.all("failed");
    assertEquals(failures.length, 1, witness.told.join("\n"));
    assertStringIncludes(failures[0] ?? "", `127.0.0.1:${server.port}`);
    assertStringIncludes(failures[0] ?? "", reason);
    assertEquals(received, 0);
  });
}

const NO_TLS: readonly [name: string, handle: (socket: net.Socket) => void, reason: string][] = [
  [
    "answers in HTTP",
    (socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    "does not speak TLS: use http:// or ws://",
  ],
  ["closes at once", (socket) => socket.end(), "within the TLS handshake: does it speak TLS?"],
];

for (const [name, handle, reason] of NO_TLS) {
  Deno.test(`a tap says that a target does not speak TLS when it ${name}`, async () => {
    await using server = await serve((socket) => {
      socket.on("error", () => {});
      handle(socket);
    });
    const witness = new Witness();
    await using tap = await tapToTls(server.port, witness, {});
    const client = dial(tap.port);
    const gone = whenGone(client);
    client.write(REQUEST);
    assertEquals(await gone, "ECONNRESET");
    await witness.whenClosed;
    assertStringIncludes(witness.all("failed").join("\n"), reason);
    assertEquals(witness.all("end"), []);
    assertEquals(witness.all("failed").length, 1);
    assertEquals(witness.all("close"), ["close 1 server true"]);
  });
}

Deno.test("a tap lets go of a target that a client reset before it was secured", async () => {
  const accepted = Promise.withResolvers<net.Socket>();
  await using server = await serve((socket) => {
    socket.resume();
    // The first bytes of the handshake, which is never answered.
    socket.once("data", () => accepted.resolve(socket));
  });
  const witness = new Witness();
  await using tap = await tapToTls(server.port, witness, {});
  const client = dial(tap.port);
  client.write(REQUEST);
  const serving = await accepted.promise;
  const served = whenGone(serving);
  serving.on("end", () => serving.end());
  client.resetAndDestroy();
  await witness.whenClosed;
  await served;
  assertEquals(witness.told.at(-1), "close 1 client true");
});

Deno.test("a tap that is disposed of does not wait for a target that never answers", async () => {
  const accepted = Promise.withResolvers<void>();
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => accepted.resolve());
  });
  const witness = new Witness();
  const tap = await tapToTls(server.port, witness, {});
  const client = dial(tap.port);
  const gone = whenGone(client);
  client.on("end", () => client.end());
  client.resume();
  await accepted.promise;
  await tap[Symbol.asyncDispose]();
  await gone;
  assertEquals(witness.all("close").length, 1);
});

Deno.test("a tap serves TLS itself, half-closes included", async () => {
  let asked = "";
  await using server = await serve((socket) => {
    void readAll(socket).then((text) => {
      asked = text;
      socket.end("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Secure; Domain=b\r\n\r\nsafe");
    });
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness, {
    serve: mine,
    rewrite: { cookies: true },
  });
  // allowHalfOpen is missing in the types of tls.connect(), not in what it does.
  const halfOpen = { allowHalfOpen: true };
  const client = tls.connect({
    ...halfOpen,
    host: "127.0.0.1",
    servername: "localhost",
    port: tap.port,
    ca: mine.cert,
    ALPNProtocols: ["h2", "http/1.1"],
  });
  const answered = readAll(client);
  client.end(REQUEST);
  assertEquals(await answered, "HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Secure\r\n\r\nsafe");
  assertEquals([client.authorized, client.alpnProtocol], [true, "http/1.1"]);
  await witness.whenClosed;
  assertEquals(asked, REQUEST.replace("a\r", `127.0.0.1:${server.port}\r`));
  assertEquals(witness.told.at(-1), "close 1 client false");
});

Deno.test("a tap that serves TLS lets its client go when the target resets", async () => {
  await using server = await serve((socket) => {
    socket.once("data", () => socket.resetAndDestroy());
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness, { serve: mine });
  const client = tls.connect({ host: "127.0.0.1", servername: "", port: tap.port, ca: mine.cert });
  const gone = whenGone(client);
  client.resume();
  client.write(REQUEST);
  await gone;
  await witness.whenClosed;
  assertEquals(witness.told.at(-1), "close 1 server true");
});

Deno.test("a tap that serves TLS tells of a client that speaks none, and serves the next", async () => {
  await using server = await serve((socket) => socket.end("hello"));
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness, { serve: mine });
  const plain = dial(tap.port);
  const gone = whenGone(plain);
  plain.on("end", () => plain.end());
  plain.resume();
  plain.write(REQUEST);
  await gone;
  // The client may know of it before the tap does.
  await witness.until("unsecured 1 ");
  const client = tls.connect({ host: "127.0.0.1", servername: "", port: tap.port, ca: mine.cert });
  assertEquals(await readUntil(client, "hello"), "hello");
  client.end();
  assertEquals(witness.all("unsecured").length, 1, witness.told.join("\n"));
  assertEquals(witness.all("failed"), []);
});
