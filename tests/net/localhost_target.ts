// Dials targets by names and addresses of this machine, and prints what came of it. A program of its
// own, since the tests have leave for 127.0.0.1 only.

import net from "node:net";
import tls from "node:tls";
import { connectTo } from "../../src/net/connect.ts";
import { targetOf } from "../../src/net/target.ts";
import { inTime } from "../peers/in_time.ts";
import { makeCertificate } from "./certificate.ts";
import { readUntil, serve } from "./sockets.ts";

/**
 * What `localhost` stands for here, whatever this machine's own table says. On the first nobody
 * listens; on 127.0.0.1 another test might, on the very port that is free on ::1.
 */
const ADDRESSES = [{ address: "127.0.0.2", family: 4 }, { address: "::1", family: 6 }];

function lookup(
  name: string,
  options: { readonly all?: boolean },
  tell: (error: Error | null, ...found: readonly unknown[]) => void,
): void {
  if (name !== "localhost") return tell(new Error(`Nobody asked for "${name}"`));
  const [first] = ADDRESSES;
  if (options.all === true) tell(null, ADDRESSES);
  else tell(null, first?.address, first?.family);
}

async function listenOn(server: net.Server, hostname: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, hostname, resolve);
  });
  // listen() on TCP always gives an AddressInfo
  return (server.address() as net.AddressInfo).port;
}

/** What a server on ::1 alone says to whoever dials `localhost`. */
async function reachSixth(): Promise<string | undefined> {
  const server = net.createServer((socket) => socket.end("reached"));
  let port: number;
  try {
    port = await listenOn(server, "::1");
  } catch {
    return undefined;
  }
  const connect = net.connect;
  Reflect.set(
    net,
    "connect",
    (options: object) => Reflect.apply(connect, net, [{ ...options, lookup }]),
  );
  try {
    const socket = connectTo(targetOf(new URL(`http://localhost:${port}/`)));
    const said = await readUntil(socket, "reached");
    socket.destroy();
    return said;
  } finally {
    net.connect = connect;
    server.close();
  }
}

/** The server name and protocol that a TLS target hears of. */
async function greet(hostname: string): Promise<readonly unknown[]> {
  const { cert, key } = makeCertificate();
  const heard = Promise.withResolvers<readonly unknown[]>();
  const listener = tls.createServer({ cert, key, ALPNProtocols: ["h2", "http/1.1"] });
  await using server = await serve((socket) => {
    if (!(socket instanceof tls.TLSSocket)) return;
    heard.resolve([Reflect.get(socket, "servername"), socket.alpnProtocol]);
    socket.on("error", () => {});
  }, listener);
  const socket = connectTo(targetOf(new URL(`https://${hostname}:${server.port}/`)), { ca: cert });
  socket.on("error", heard.reject);
  try {
    return await inTime(heard.promise, "a TLS handshake");
  } finally {
    socket.destroy();
  }
}

const outcome = {
  sixth: await reachSixth(),
  byName: await greet("localhost"),
  byAddress: await greet("127.0.0.1"),
};
// deno-lint-ignore no-console
console.log(JSON.stringify(outcome));
Deno.exit(0);
