// Plays the sessions of a plan to the target, each with a client of its own: those that followed one
// another on the tape follow one another, those that ran side by side do so again.

import type { Clock } from "../../base/clock.ts";
import type {
  ClientAddress,
  ClientEnd,
  PlayedClient,
  PlayedClientListener,
} from "../../net/engine_client/contract.ts";
import { startEngineClient } from "../../net/engine_client/engine_client.ts";
import { startPlainClient } from "../../net/engine_client/plain_client.ts";
import { DrivenSession } from "../../replay/drive.ts";
import type {
  DriveCommand,
  DriveEvent,
  DriveOptions,
  DriveOutcome,
} from "../../replay/drive_contract.ts";
import type { ReplaySession } from "../../replay/script.ts";
import type { SessionPlan } from "./plan.ts";

export interface StageOptions extends DriveOptions {
  readonly address: ClientAddress;
  readonly clock: Clock;
  /** Somebody is in. */
  readonly entered: () => void;
  /** The last of the clients goes by itself. */
  readonly leaving: () => void;
  readonly stopped: AbortSignal;
}

/** What a timer can wait for: 2^31 - 1. */
const LONGEST_MILLISECONDS = 0x7fffffff;

export async function playSessions(
  plans: readonly SessionPlan[],
  options: StageOptions,
): Promise<readonly DriveOutcome[]> {
  const outcomes: Promise<DriveOutcome>[] = [];
  const first = plans[0]?.session.at ?? 0;
  let remaining = plans.length;
  const playAfter = async (
    plan: SessionPlan,
    before: readonly Before[],
  ): Promise<DriveOutcome> => {
    await Promise.all(before.map(({ outcome }) => outcome));
    const since = before.reduce(
      (latest, { session }) => Math.max(latest, session.ending.at),
      first,
    );
    await pause(plan.session.at - since, options);
    const leaving = (): void => {
      if (remaining === 1) options.leaving();
    };
    const outcome = await new Actor(plan, { ...options, leaving }).done;
    remaining -= 1;
    return outcome;
  };
  // One after the other: who follows must see what becomes of those before it.
  for (const plan of plans) {
    const before = outcomes.flatMap((outcome, place): Before[] => {
      const session = plans[place]?.session;
      const isBefore = session !== undefined && session.ending.line < plan.session.line;
      return isBefore ? [{ session, outcome }] : [];
    });
    outcomes.push(playAfter(plan, before));
  }
  return await Promise.all(outcomes);
}

/** A session that was over before another began, and what becomes of it. */
interface Before {
  readonly session: ReplaySession;
  readonly outcome: Promise<DriveOutcome>;
}

/** As long as on the tape; not at all when it goes as fast as it may. */
async function pause(milliseconds: number, { speed, stopped }: StageOptions): Promise<void> {
  if (speed === "max" || speed <= 0 || milliseconds <= 0 || stopped.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Math.min(milliseconds / speed, LONGEST_MILLISECONDS));
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

/** One client from its handshake to its end. */
class Actor {
  readonly done: Promise<DriveOutcome>;
  readonly #options: StageOptions;
  readonly #driven: DrivenSession;
  readonly #client: PlayedClient | undefined;
  readonly #finished = Promise.withResolvers<DriveOutcome>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(plan: SessionPlan, options: StageOptions) {
    this.#options = options;
    this.done = this.#finished.promise;
    this.#driven = new DrivenSession(plan.session, options);
    const { stopped } = options;
    if (stopped.aborted) {
      this.#stop();
      return;
    }
    stopped.addEventListener("abort", () => this.#stop(), { once: true });
    this.#client = startClient(plan, options.address, {
      opened: (handshake) => {
        options.entered();
        const sid = handshake?.sid;
        this.#tell({ kind: "connected", ...(sid === undefined ? {} : { sid }) });
      },
      message: (data) => this.#tell({ kind: "message", data }),
      closed: (end) => this.#tell(eventOf(end)),
    });
  }

  #tell(event: DriveEvent): void {
    this.#do(this.#driven.receive(event, this.#options.clock.now()));
  }

  #do(commands: readonly DriveCommand[]): void {
    for (const command of commands) {
      if (command.kind === "send") this.#client?.send(command.messages);
      else {
        this.#options.leaving();
        if (command.silent === true) this.#client?.destroy();
        else this.#client?.close(command.code, command.reason);
      }
    }
    clearTimeout(this.#timer);
    if (this.#driven.isOver) return this.#finished.resolve(this.#driven.outcome());
    const due = this.#driven.nextDue();
    if (due === undefined) return;
    const wait = Math.min(Math.max(0, due - this.#options.clock.now()), LONGEST_MILLISECONDS);
    this.#timer = setTimeout(() => this.#do(this.#driven.tick(this.#options.clock.now())), wait);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#driven.stop();
    // The tap is about to end: a goodbye that waits would be lost.
    this.#client?.leaveNow();
    this.#finished.resolve(this.#driven.outcome());
  }
}

function startClient(
  { session, path, query, headers }: SessionPlan,
  address: ClientAddress,
  listener: PlayedClientListener,
): PlayedClient {
  const { carrier, engineVersion = 4, transports } = session;
  if (carrier === "engine.io") {
    return startEngineClient({
      ...address,
      path,
      query,
      headers,
      version: engineVersion,
      transports: transports.length === 0 ? ["polling"] : transports,
      listener,
    });
  }
  const search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  const target = search === "" ? path : `${path}?${search}`;
  return startPlainClient({ ...address, target, headers, listener });
}

function eventOf(end: ClientEnd): DriveEvent {
  return end.kind === "closed" ? { ...end, kind: "disconnected" } : end;
}
