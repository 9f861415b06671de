// The client's side of a recording: our client, sent through a tap in front of its target. It ends
// when it is told to, when its limit is reached, or when the client was refused.

import { messageOf } from "../../base/errors.ts";
import { catchDebugLog, namingTarget } from "../../net/debug_log.ts";
import type { ClientListener } from "../../net/client_listener.ts";
import type { EmissionListener, EmissionsLeft } from "../../net/emissions.ts";
import { startSocketClient } from "../../net/socket_client.ts";
import type { Tap } from "../../net/tap.ts";
import { targetOf } from "../../net/target.ts";
import { startWebSocketClient } from "../../net/websocket_client.ts";
import type { Recording, RecordingEnd } from "../recording/recording.ts";
import { answerWords, leftWords } from "./emission_words.ts";
import type { ClientPlan } from "./plan.ts";

export interface DeckOptions {
  readonly client: ClientPlan;
  readonly recording: Recording;
  /** In front of the client's target, and owned by the recording. */
  readonly tap: Tap;
  /** The client's debug log goes onto the tape. */
  readonly log: boolean;
  /** It is shown, whether it goes onto the tape or not. */
  readonly debug: boolean;
  /** How long to record, from when the client is in. */
  readonly limit: number | undefined;
  readonly patience?: Patience;
}

/** How long the client may take to get in, in milliseconds. */
export interface Patience {
  /** After so long it is said that nobody answers. */
  readonly wordAfter: number;
  /** After so long it is over. */
  readonly endAfter: number;
}

export const PATIENCE: Patience = { wordAfter: 3000, endAfter: 20_000 };

/**
 * How long the client stays when it is told to leave, so that it handles what has passed the tap: a
 * goodbye to a namespace that it was just thrown out of makes stock servers close all the others.
 */
export const LISTEN_MILLISECONDS = 10;

const STOPPED: RecordingEnd = { kind: "stopped" };
const NEVER_IN: RecordingEnd = { kind: "refused", message: "Stopped before the client was in" };

/** Records until it is stopped or refused. */
export async function runDeck(options: DeckOptions): Promise<RecordingEnd> {
  const { client, recording, tap } = options;
  using _log = client.kind === "socket.io" ? keepLog(options) : undefined;
  if (recording.stopped.aborted) return NEVER_IN;
  const ended = Promise.withResolvers<RecordingEnd>();
  const watcher = new Watcher(options, (end) => {
    // The tap goes on until the client has said goodbye.
    void leave(running, recording).then(() => ended.resolve(end));
  });
  const running = startClient(client, tap, watcher);
  watcher.begin();
  // Whoever asks twice waits for no goodbye.
  void recording.hurried.then(() => ended.resolve(watcher.outcome));
  const end = await ended.promise;
  watcher.sumUp(running.left);
  return end;
}

/** Our client, of whichever protocol. */
interface RunningClient extends AsyncDisposable {
  /** Of emissions; plain WebSockets have none. */
  readonly left?: EmissionsLeft;
}

/** A client that cannot even leave keeps no recording from its end. */
async function leave(client: AsyncDisposable, recording: Recording): Promise<void> {
  try {
    await client[Symbol.asyncDispose]();
  } catch (error) {
    recording.say(`The client could not sign off: ${messageOf(error)}`);
  }
}

/** The log goes onto the tape, and is shown from there; or it is only shown; or neither. */
function keepLog({ client, recording, tap, log, debug }: DeckOptions): Disposable | undefined {
  const named = namingTarget(tap, targetOf(client.url));
  const { recorder } = recording;
  if (log) return catchDebugLog((source, text) => recorder.log(source, named(text)));
  if (!debug) return undefined;
  return catchDebugLog((source, text) => recorder.show(source, named(text)));
}

function startClient(
  client: ClientPlan,
  tap: Tap,
  listener: ClientListener & EmissionListener,
): RunningClient {
  const { hostname, port } = tap;
  if (client.kind === "websocket") {
    const { send, headers, everyMilliseconds, shown } = client;
    return startWebSocketClient({
      hostname,
      port,
      target: `${shown.pathname}${shown.search}`,
      headers,
      send,
      ...(everyMilliseconds === undefined ? {} : { everyMilliseconds }),
      listener,
    });
  }
  return startSocketClient({ ...client, origin: `http://${hostname}:${port}`, listener });
}

/** Follows the client until the recording is over. */
class Watcher implements ClientListener, EmissionListener {
  readonly #options: DeckOptions;
  readonly #end: (end: RecordingEnd) => void;
  readonly #out = new Set<string>();
  /** By namespace, the words that had passed by long before the end. */
  readonly #refusals = new Map<string, string>();
  readonly #patience: Patience;
  #timers: readonly ReturnType<typeof setTimeout>[] = [];
  #wasConnected = false;
  #isStopping = false;
  #ended: RecordingEnd | undefined;

  constructor(options: DeckOptions, end: (end: RecordingEnd) => void) {
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
    this.#end = end;
  }

  begin(): void {
    const { recording, client, limit } = this.#options;
    const { stopped } = recording;
    const { wordAfter, endAfter } = this.#patience;
    const seconds = endAfter / 1000;
    const whom = targetOf(client.url).host;
    const count = limit === undefined ? "" : "; the duration counts from when the client is in";
    this.#timers = [
      setTimeout(() => {
        recording.say(`Waiting for ${whom}: no answer yet (for at most ${seconds} s${count})`);
      }, wordAfter),
      setTimeout(() => {
        this.#finish({ kind: "refused", message: `No answer from ${whom} within ${seconds} s` });
      }, endAfter),
    ];
    const stop = (): void => {
      if (this.#wasConnected) this.#stopSoon();
      // The wire is ahead of the client: what came with the answer to its CONNECT was enough.
      else if (!recording.endedByItself) this.#finish(NEVER_IN);
    };
    stopped.addEventListener("abort", stop, { once: true });
    const { monitor } = this.#options.recording;
    monitor.onMoved(() => this.#finish({ kind: "refused", message: "The target has moved" }));
  }

  /** What it has come to, also for whoever does not wait until the client has left. */
  get outcome(): RecordingEnd {
    const { endedByItself } = this.#options.recording;
    return this.#ended ?? (this.#wasConnected || endedByItself ? STOPPED : NEVER_IN);
  }

  connected(): void {
    const { recording, limit } = this.#options;
    if (!this.#wasConnected) {
      this.#rest();
      recording.limit(limit);
    }
    recording.monitor.connected();
    this.#wasConnected = true;
    if (recording.stopped.aborted) this.#stopSoon();
  }

  refused(where: string, reason: string, isFinal: boolean): void {
    const { recorder } = this.#options.recording;
    recorder.note("client/refused", `The client was refused${at(where)}: ${reason}`);
    if (isFinal && this.#isLast(where)) this.#finish({ kind: "refused", message: reason });
    else if (isFinal) {
      const words = `Refused${at(where)}: ${reason}`;
      this.#refusals.set(where, words);
      this.#options.recording.sayNow(words);
    } else if (!this.#wasConnected) this.#finish({ kind: "refused", message: reason });
  }

  disconnected(where: string, reason: string, isFinal: boolean): void {
    const { recorder } = this.#options.recording;
    recorder.note("client/disconnected", `The client was disconnected${at(where)}: ${reason}`);
    if (this.#ended !== undefined) return;
    this.#options.recording.sayNow(`Disconnected${at(where)}: ${reason}`);
    if (isFinal && this.#isLast(where)) this.#finish(STOPPED);
  }

  told(text: string): void {
    if (this.#ended === undefined) this.#options.recording.sayNow(text);
  }

  acknowledged(event: string, milliseconds: number, args: readonly unknown[]): void {
    this.told(answerWords(event, milliseconds, args));
  }

  /** What of its wishes did not come true, of whoever was in at all. */
  sumUp(left: EmissionsLeft | undefined): void {
    if (!this.#wasConnected) return;
    const { recording } = this.#options;
    recording.monitor.flush();
    for (const words of this.#refusals.values()) recording.say(words);
    const words = left === undefined ? undefined : leftWords(left);
    if (words === undefined) return;
    recording.recorder.note("client/emissions", words);
    recording.say(words);
  }

  /** Out of all of its namespaces, a client has nothing to record any more. */
  #isLast(where: string): boolean {
    this.#out.add(where);
    const { client } = this.#options;
    return client.kind === "websocket" || this.#out.size === client.namespaces.length;
  }

  #stopSoon(): void {
    this.#isStopping = true;
    const stopping = setTimeout(() => this.#finish(STOPPED), LISTEN_MILLISECONDS);
    this.#timers = [...this.#timers, stopping];
  }

  #finish(end: RecordingEnd): void {
    if (this.#ended !== undefined) return;
    // Whatever comes after the wish to stop is none of its reasons.
    this.#ended = this.#isStopping ? STOPPED : end;
    this.#rest();
    this.#end(this.#ended);
  }

  /** Nobody is waited for any more. */
  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

function at(where: string): string {
  return where === "" || where === "/" ? "" : ` in ${where}`;
}
