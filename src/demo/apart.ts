// What is said between whoever starts a demo and the place apart where it runs: a worker, or a child
// process for those that need the packages of extras.json.

import { stripVTControlCharacters } from "node:util";
import { messageOf } from "../base/errors.ts";
import type { DemoClient, DemoServer } from "./demo_server.ts";
import type { DemoName } from "./names.ts";
import { startServer } from "./servers.ts";

/** Asked once, first. */
export interface ApartRequest {
  readonly name: DemoName;
  readonly options: { readonly port?: number; readonly rate?: number; readonly seed?: number };
}

export type ApartAnswer =
  | {
    readonly kind: "ready";
    readonly url: string;
    readonly client: DemoClient;
    readonly tell: readonly string[];
  }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "stopped" };

/** Starts what is asked for and answers; without a server there is nothing to stop. */
export async function startApart(
  request: ApartRequest,
  answer: (answer: ApartAnswer) => void,
): Promise<DemoServer | undefined> {
  try {
    const server = await startServer(request.name, request.options);
    const { url, client, tell } = server;
    answer({ kind: "ready", url, client, tell });
    return server;
  } catch (error) {
    // Deno colours what it says of modules that it cannot find.
    answer({ kind: "failed", message: stripVTControlCharacters(messageOf(error)) });
    return undefined;
  }
}
