// The demos as others start them: apart from the caller, in a worker or a child process, so that a
// recording is not slowed by the server it records nor mixed up with it.

import type { SpawnPiped } from "../base/piped_child.ts";
import type { DemoClient } from "./demo_server.ts";
import { startInChild } from "./in_child.ts";
import { startInWorker } from "./in_worker.ts";
import type { DemoName } from "./names.ts";

export type { DemoClient, DemoEmission } from "./demo_server.ts";
export { DEMO_NAMES, type DemoName } from "./names.ts";

export interface DemoOptions {
  /** Starts the child process of the one demo that needs one. */
  readonly spawn: SpawnPiped;
  /** 0 picks a free one; without it the system's own. */
  readonly port?: number;
  /** Events a second. */
  readonly rate?: number;
  /** Payloads are the same in every run with the same seed. */
  readonly seed?: number;
}

export interface RunningDemo extends AsyncDisposable {
  readonly name: DemoName;
  /** Without a token. */
  readonly url: string;
  readonly client: DemoClient;
  /** Lines for people: what the demo checks, what else there is to try. */
  readonly tell: readonly string[];
}

/** Starts the demo apart; rejects with advice when it cannot. */
export async function startDemo(name: DemoName, options: DemoOptions): Promise<RunningDemo> {
  const { spawn, port, rate, seed } = options;
  const request = {
    name,
    options: {
      ...(port === undefined ? {} : { port }),
      ...(rate === undefined ? {} : { rate }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
  // Only a process with extras.json has Express.
  const apart = name === "express"
    ? await startInChild(request, spawn)
    : await startInWorker(request);
  const { url, client, tell } = apart.ready;
  return { name, url, client, tell, [Symbol.asyncDispose]: () => apart[Symbol.asyncDispose]() };
}
