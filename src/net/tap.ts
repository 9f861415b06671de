// The tap: a byte relay with a passive parser beside it. Every byte goes on as it came (only Host
// in request heads is rewritten, so that the target answers, and what was asked for by name), after
// its owner was told what it means: what has not been written down has not been forwarded.

import type net from "node:net";
import { connectTo, type TargetTls } from "./connect.ts";
import { Relay } from "./relay.ts";
import type { RewriteOptions, RewriteRules } from "./rewrite_heads.ts";
import { type Certificate, createListener, listen } from "./tap_listener.ts";
import { guardOwner, type TapOwner } from "./tap_owner.ts";
import { originOf, type Target } from "./target.ts";

export type { TapChange, TapOwner } from "./tap_owner.ts";

export interface TapOptions {
  readonly target: Target;
  readonly owner: TapOwner;
  readonly hostname?: string;
  /** Without it a free one is picked. Never the target's own, when that is on this machine. */
  readonly port?: number;
  /** With it the next free one above a taken port is used; without it a taken port is an error. */
  readonly nextPort?: boolean;
  /** For TLS towards the target. */
  readonly tls?: TargetTls;
  /** Serves TLS itself, with this certificate and key (PEM). */
  readonly serve?: Certificate;
  /** What else than Host is rewritten. */
  readonly rewrite?: RewriteOptions;
}

export interface Tap extends AsyncDisposable {
  readonly hostname: string;
  readonly port: number;
  /** How many bytes have come and not gone on: those in the relays' own buffers. */
  readonly buffered: number;
}

/** How long connections may take to end by themselves when the tap is disposed of. */
export const GOODBYE_MILLISECONDS = 500;

/** Listens on loopback and relays every connection to the target. */
export async function startTap(options: TapOptions): Promise<Tap> {
  const { target } = options;
  const hostname = options.hostname ?? "127.0.0.1";
  const owner = guardOwner(options.owner);
  const rules = rulesOf(options);
  checkAuthorities(options.tls?.ca);
  const relays = new Set<Relay>();
  let allGone = (): void => {};
  let count = 0;

  const relay = (client: net.Socket): void => {
    const conn = ++count;
    owner.opened(conn, peerOf(client));
    try {
      const server = connectTo(target, options.tls);
      const finished = (): void => {
        relays.delete(made);
        if (relays.size === 0) allGone();
      };
      const made = new Relay({ conn, client, server, target, rules, owner, finished });
      relays.add(made);
    } catch (error) {
      client.destroy();
      owner.failed(conn, asError(error));
      owner.closed(conn, "server", true);
    }
  };
  const listener = createListener(options.serve, relay);
  const port = await listen(listener, { ...options, hostname });
  // A connection that could not be accepted (too many open files, say) is the client's to tell of.
  listener.on("error", () => {});
  listener.on("tlsClientError", (error: Error, client: net.Socket) => {
    const conn = ++count;
    owner.opened(conn, peerOf(client));
    owner.unsecured(conn, error);
    owner.closed(conn, "client", true);
  });

  // Whoever connects and then says nothing (no TLS handshake, say) is no relay yet, and must not
  // keep the tap from ending.
  const sockets = new Set<net.Socket>();
  listener.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  return {
    hostname,
    port,
    get buffered(): number {
      return [...relays].reduce((sum, each) => sum + each.buffered, 0);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      const impatient = setTimeout(() => {
        for (const each of relays) each.destroy();
        for (const socket of sockets) socket.destroy();
      }, GOODBYE_MILLISECONDS);
      await closed;
      // Asked for only now: a TLS handshake may have ended meanwhile.
      if (relays.size > 0) await new Promise<void>((resolve) => allGone = resolve);
      clearTimeout(impatient);
    },
  };
}

function rulesOf({ target, serve, rewrite }: TapOptions): RewriteRules {
  return {
    host: target.host,
    origin: rewrite?.origin === true ? originOf(target) : undefined,
    cookies: rewrite?.cookies === true,
    servesTls: serve !== undefined,
    allowOrigin: rewrite?.allowOrigin === undefined ? undefined : readOrigin(rewrite.allowOrigin),
  };
}

/** The origin as browsers write it: `HTTP://localhost:80/page` is `http://localhost`. */
function readOrigin(typed: string): string {
  // That of pages opened from a file, and of frames in a sandbox.
  if (typed === "null") return typed;
  const url = URL.parse(typed);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      `Cannot allow the origin "${typed}": expected an http:// or https:// URL, or null`,
    );
  }
  return url.origin;
}

/** TLS passes over what is no certificate, and then trusts nobody: that is told before. */
function checkAuthorities(ca: string | undefined): void {
  if (ca === undefined || ca.includes("-----BEGIN CERTIFICATE-----")) return;
  throw new TypeError("Cannot trust the certificates given: there is none in PEM form");
}

/** One that was refused at TLS is gone already, and its address with it. */
function peerOf({ remoteAddress, remotePort }: net.Socket): string {
  return remoteAddress === undefined ? "unknown" : `${remoteAddress}:${remotePort}`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
