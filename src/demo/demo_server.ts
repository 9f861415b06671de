// What all demos have in common: how a running server is seen, and how it gets its port.

import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { codeOf } from "../base/errors.ts";
import type { JsonValue } from "../base/json.ts";
import type { DemoName } from "./names.ts";

export interface DemoServerOptions {
  /** 0, as without it, picks a free one. */
  readonly port?: number;
  /** Events a second, of those that come by themselves. */
  readonly rate?: number;
  /** Positions and the times in payloads are the same in every run with the same seed. */
  readonly seed?: number;
  /** Told who comes and goes, a line each. */
  readonly log?: (line: string) => void;
}

/** A demo that runs in this process. */
export interface DemoServer extends AsyncDisposable {
  /** Without a token. */
  readonly url: string;
  readonly client: DemoClient;
  /** Lines for people: what the demo checks, and what else there is to try. */
  readonly tell: readonly string[];
}

/** What a client of ours should do to see the demo at work. */
export interface DemoClient {
  /** With all that the demo asks for: `http://127.0.0.1:PORT/sfa?auth_type=v3&token=…`. */
  readonly url: string;
  /** Socket.IO: emitted after connecting. */
  readonly emit?: readonly DemoEmission[];
  /** Plain WebSocket: text that is sent after connecting. */
  readonly send?: readonly string[];
  /** Send them one at a time instead, in turns. */
  readonly everyMilliseconds?: number;
  /** Events that are worth decoded lines. */
  readonly watch?: readonly string[];
}

export interface DemoEmission {
  readonly event: string;
  readonly args: readonly JsonValue[];
}

/** How long the tokens are good that demos give to clients, in seconds. */
export const CLIENT_TOKEN_SECONDS = 3600;

export const LOOPBACK = "127.0.0.1";

/** Gives the server this port on loopback, or a free one for 0; says which. */
export async function listenOnLoopback(
  server: HttpServer,
  port: number,
  demo: DemoName | "page",
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: Error) => reject(cannotListen(demo, port, cause)));
    server.listen(port, LOOPBACK, resolve);
  });
  // listen() on TCP always gives an AddressInfo
  return (server.address() as AddressInfo).port;
}

function cannotListen(demo: DemoName | "page", port: number, cause: Error): Error {
  const what = demo === "page" ? "the chat demo's page" : `the ${demo} demo`;
  const flag = demo === "page" ? "--page-port 0" : "--port 0";
  return codeOf(cause) === "EADDRINUSE"
    ? new Error(`Cannot start ${what}: port ${port} is taken; use ${flag} for a free one`)
    : new Error(`Cannot start ${what} on port ${port}: ${cause.message}`, { cause });
}
