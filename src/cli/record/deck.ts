// The recording itself: a tap in front of the target, our client sent through it, and the tape. It
// ends when it is told to, when its limit is reached, or when the client was refused.

import { catchDebugLog } from "../../net/debug_log.ts";
import type { Recorder } from "../../net/recorder.ts";
import { startSocketClient } from "../../net/socket_client.ts";
import { startTap } from "../../net/tap.ts";
import { targetOf } from "../../net/target.ts";
import type { ClientPlan } from "./plan.ts";

export interface DeckOptions {
  readonly client: ClientPlan;
  readonly recorder: Recorder;
  readonly tls: { readonly ca?: string; readonly insecure: boolean };
  /** The client's debug log goes onto the tape. */
  readonly log: boolean;
  /** Ends the recording. */
  readonly stop: AbortSignal;
  /** The client is in: from here on the recording's time counts. */
  readonly connected: () => void;
}

export type DeckEnd =
  | { readonly kind: "stopped" }
  | { readonly kind: "refused"; readonly message: string };

/** Records until it is stopped or refused. */
export async function runDeck(options: DeckOptions): Promise<DeckEnd> {
  const { client, recorder } = options;
  const target = targetOf(client.url);
  await using tap = await startTap({ target, owner: recorder, tls: options.tls });
  const tapHost = `${tap.hostname}:${tap.port}`;
  using _log = options.log
    ? catchDebugLog((source, text) => recorder.log(source, text.replaceAll(tapHost, target.host)))
    : undefined;
  const url = `http://${tapHost}${client.url.pathname}`;
  return await new Promise<DeckEnd>((resolve) => {
    let wasConnected = false;
    const socketClient = startSocketClient({
      ...client,
      url,
      listener: {
        connected(): void {
          if (!wasConnected) options.connected();
          wasConnected = true;
        },
        refused(error): void {
          recorder.note("client/refused", `The client was refused: ${error.message}`);
          if (!wasConnected) finish({ kind: "refused", message: error.message });
        },
        disconnected(reason): void {
          recorder.note("client/disconnected", `The client was disconnected: ${reason}`);
          if (reason === "io server disconnect") finish({ kind: "stopped" });
        },
      },
    });
    const finish = (end: DeckEnd): void => {
      socketClient[Symbol.dispose]();
      resolve(end);
    };
    options.stop.addEventListener("abort", () => finish({ kind: "stopped" }), { once: true });
  });
}
