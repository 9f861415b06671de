// Recording over TLS: a certificate that nobody knows, one that the user vouches for, and a tap that
// serves TLS itself.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { run } from "../../src/cli/run.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { makeCertificate } from "../net/certificate.ts";
import { record } from "./run_record.ts";

const certificate = makeCertificate();

interface SecureServer extends AsyncDisposable {
  readonly url: string;
}

async function serve(): Promise<SecureServer> {
  const https = createServer({ cert: certificate.cert, key: certificate.key });
  const server = new Server(https, { serveClient: false });
  server.on("connection", (socket) => socket.emit("over"));
  await new Promise<void>((resolve) => https.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = https.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/`, [Symbol.asyncDispose]: () => server.close() };
}

const UNTIL_OVER = ["--watch", "over", "--events", "1"];

Deno.test("record refuses a certificate that nobody knows, and says what to do", async () => {
  await using server = await serve();
  const { code, host } = await record([server.url, ...UNTIL_OVER]);
  assertEquals(code, 3);
  assertStringIncludes(host.stderr.written, "Not connected. The target cannot be reached: ");
  assertStringIncludes(host.stderr.written, "--ca");
});

Deno.test("record takes any certificate with --insecure, loudly", async () => {
  await using server = await serve();
  const { code, host, events } = await record([server.url, ...UNTIL_OVER, "--insecure"]);
  assertEquals([code, events], [0, ["server / over []"]]);
  assertStringIncludes(host.stderr.written, "Certificates are NOT checked");
});

Deno.test("record takes the certificate that the user vouches for", async () => {
  await using server = await serve();
  const file = await Deno.makeTempFile({ prefix: "wiretape-" });
  await Deno.writeTextFile(file, certificate.cert);
  const { code, host, events } = await record([server.url, ...UNTIL_OVER, "--ca", file]);
  await Deno.remove(file);
  assertEquals([code, events], [0, ["server / over []"]], host.stderr.written);
  assert(!host.stderr.written.includes("NOT checked"));
});

Deno.test("proxy serves TLS to clients and speaks it to its target", async () => {
  await using server = await serve();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  await Deno.writeTextFile(`${folder}/cert.pem`, certificate.cert);
  await Deno.writeTextFile(`${folder}/key.pem`, certificate.key);
  const host = fakeHost({ folder });
  const tls = ["--ca", "cert.pem", "--tls-cert", "cert.pem", "--tls-key", "key.pem"];
  const running = run(["proxy", server.url, "--listen", "127.0.0.1:0", ...tls], host);
  const url = await host.stderr.said(/(?<=every client of )https:\S+/);
  const body = await new Promise<string>((resolve, reject) => {
    const path = `${url}/socket.io/?EIO=4&transport=polling`;
    request(path, { ca: certificate.cert, agent: false }, (response) => {
      let text = "";
      response.on("data", (piece) => text += piece);
      response.on("end", () => resolve(text));
    }).on("error", reject).end();
  });
  assert(body.startsWith('0{"sid":'), body);
  host.signal("SIGINT");
  assertEquals(await running, 0, host.stderr.written);
  await Deno.remove(folder, { recursive: true });
});
