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
  /** A line for the person in front of the recording. */
  readonly tell: (line: string) => void;
  /** The client is in: from here on the recording's time counts. */
  readonly connected: () => void;
}

export type DeckEnd =
  | { readonly kind: "stopped" }
  /** It never got in, or was not let in again. */
  | { readonly kind: "refused"; readonly message: string };

/** How long the client may take to get in. */
export const CONNECT_MILLISECONDS = 30_000;

const NEVER_IN: DeckEnd = { kind: "refused", message: "Stopped before the client was in" };

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
  if (options.stop.aborted) return NEVER_IN;
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
        refused(error, isFinal): void {
          recorder.note("client/refused", `The client was refused: ${error.message}`);
          if (isFinal || !wasConnected) finish({ kind: "refused", message: error.message });
        },
        disconnected(reason): void {
          recorder.note("client/disconnected", `The client was disconnected: ${reason}`);
          if (reason !== "io client disconnect") options.tell(`Disconnected: ${reason}`);
          if (reason === "io server disconnect") finish({ kind: "stopped" });
        },
      },
    });
    const impatient = setTimeout(() => {
      if (!wasConnected) finish({ kind: "refused", message: "No answer to CONNECT" });
    }, CONNECT_MILLISECONDS);
    const finish = (end: DeckEnd): void => {
      clearTimeout(impatient);
      socketClient[Symbol.dispose]();
      resolve(end);
    };
    const stopped = (): void => finish(wasConnected ? { kind: "stopped" } : NEVER_IN);
    options.stop.addEventListener("abort", stopped, { once: true });
  });
}
