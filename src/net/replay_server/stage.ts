// Where a tape is played: lets clients in, gives each its performer, and keeps what goes for all of
// them: the speed, the pause, whether everything has been played.

import type { Clock } from "../../base/clock.ts";
import type { ClientDescription } from "../../replay/casting.ts";
import type { Fault } from "../../replay/faults.ts";
import type { LiveClient } from "../../replay/live_client.ts";
import { describeIn } from "../../replay/meaning.ts";
import type { Command, PlayerEvent, PlaySpeed } from "../../replay/player_contract.ts";
import type { Opening, Replay } from "../../replay/replay.ts";
import type { Step } from "../../replay/script.ts";
import type { After } from "../engine_server/after.ts";
import type { TransportName } from "../engine_server/engine_owner.ts";
import { Performer, type PerformerListener } from "./performer.ts";
import type { Played } from "./played.ts";
import type { PlayedFault, ReplayEvent } from "./replay_event.ts";
import { SharedSteps } from "./shared_steps.ts";
import { Turns } from "./turns.ts";

/** How often it is looked whether what was served has left, in milliseconds. */
export const SENT_CHECK = 5;

/** How many faults are kept for the report. */
export const MAX_FAULTS = 10_000;

/** What happened, without the time. */
type Timeless<Event> = Event extends unknown ? Omit<Event, "at"> : never;
export type StageEvent = Timeless<ReplayEvent>;

export interface StageOptions {
  readonly replay: Replay;
  readonly clock: Clock;
  readonly after: After;
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly speed: PlaySpeed;
  readonly played: Played;
  readonly onEvent?: (event: ReplayEvent) => void;
}

export class Stage implements PerformerListener {
  readonly #options: StageOptions;
  readonly #performers = new Set<Performer>();
  readonly #shared = new SharedSteps();
  readonly #turns: Turns;
  readonly #faults: PlayedFault[] = [];
  #number = 0;
  /** Nobody is waited for before the first has come. */
  #hasBegun = false;
  #speed: PlaySpeed;
  #isPaused = false;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#turns = new Turns(options.clock, options.after);
    this.#speed = options.speed;
  }

  get replay(): Replay {
    return this.#options.replay;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get speed(): PlaySpeed {
    return this.#speed;
  }

  get clientCount(): number {
    return this.#performers.size;
  }

  get performers(): readonly Performer[] {
    return [...this.#performers];
  }

  /** Faults that were put in, in the order of the clients. */
  get faults(): readonly PlayedFault[] {
    const playing = [...this.#performers].flatMap(({ faults }) => faults);
    return [...this.#faults, ...playing].sort((left, right) => left.client - right.client);
  }

  /** The end has come: what is due is played, whoever's turn it is. */
  finish(): void {
    for (const performer of this.#performers) performer.finish();
  }

  /** Resolves when nobody is here any more, or after so long. */
  async whenEmpty(milliseconds: number): Promise<void> {
    const over = Promise.withResolvers<void>();
    const callOff = this.#options.after(milliseconds, over.resolve);
    const gone = [...this.#performers].map(({ whenGone }) => whenGone);
    await Promise.race([Promise.all(gone), over.promise]);
    callOff();
  }

  /**
   * Somebody asks for a session. Who gave up for want of heartbeats may be back before anybody has
   * heard that it was gone: what it lost is its own again.
   */
  open(description: ClientDescription): Opening {
    const before = this.#performers.values().find((performer) =>
      performer.isGivenUp && performer.client.who === description.who
    );
    if (before !== undefined) {
      this.leave(before, "ping timeout");
      before.leave();
    }
    return this.replay.open(description);
  }

  /** A client that was let in. */
  enter(client: LiveClient, peer: string, transport: TransportName): Performer {
    const { clock, after, faults, seed, played } = this.#options;
    const number = ++this.#number;
    this.#begin();
    const performer = new Performer({
      number,
      client,
      clock,
      after,
      faults,
      seed,
      shared: this.#shared,
      turns: this.#turns,
      listener: this,
    });
    this.#performers.add(performer);
    played.stirred();
    this.say({ kind: "opened", client: number, peer, transport });
    return performer;
  }

  /** Somebody for whom the tape has nothing. */
  refused(description: ClientDescription, peer: string, reason: string): void {
    this.#begin();
    this.say({ kind: "refused", peer, reason: `${reason} (${description.path})` });
    this.#checkSilence();
  }

  leave(performer: Performer, reason: string): void {
    if (!this.#performers.has(performer)) return;
    performer.closed(reason);
    this.#performers.delete(performer);
    if (this.#faults.length < MAX_FAULTS) this.#faults.push(...performer.faults);
    const { replay, played } = this.#options;
    const session = performer.client.session?.number;
    const { loss } = performer;
    const { endedBy, reason: cut = reason } = performer.performance() ?? {};
    const isCut = endedBy === "fault";
    replay.closed(performer.client, loss);
    this.say({ kind: "left", client: performer.number, reason: isCut ? cut : reason, isCut });
    // Who was cut off may come back for the rest.
    if (session !== undefined && loss === undefined) played.session(session);
    this.#checkSilence();
  }

  /** What a new client is to know from the start. */
  get beginning(): readonly PlayerEvent[] {
    const { speed } = this.#options;
    return [
      ...(this.#speed === speed ? [] : [{ kind: "speed", speed: this.#speed } as const]),
      ...(this.#isPaused ? [{ kind: "pause" } as const] : []),
    ];
  }

  change(event: PlayerEvent): void {
    if (event.kind === "pause") this.#isPaused = true;
    if (event.kind === "resume") this.#isPaused = false;
    if (event.kind === "speed") this.#speed = event.speed;
    for (const performer of this.#performers) performer.tell(event);
    this.#checkSilence();
  }

  cast({ number }: Performer, session: number): void {
    this.say({ kind: "cast", client: number, session });
  }

  did(performer: Performer, command: Command): void {
    const { number: client, client: { session } } = performer;
    if (this.#options.onEvent === undefined && command.kind !== "fail") return;
    const whatIn = (step: Step): string => describeIn(step, session?.steps ?? []);
    switch (command.kind) {
      case "send": {
        const step = session?.steps[command.step ?? -1];
        if (step !== undefined) this.say({ kind: "served", client, step });
        break;
      }
      case "unexpected":
        this.say({ kind: "unexpected", client, unexpected: command.unexpected });
        break;
      case "missed":
        this.say({ kind: "missed", client, step: command.step, what: whatIn(command.step) });
        break;
      case "waiting":
        this.say({ kind: "waiting", client, step: command.step, what: whatIn(command.step) });
        break;
      case "turned-away":
        this.say({ kind: "turned-away", client, reason: command.reason });
        break;
      case "fail":
        this.say({ kind: "failed", client, line: command.line });
        this.#options.played.end("failed");
        break;
      case "close":
        break;
    }
  }

  stirred(): void {
    this.#options.played.stirred();
  }

  rested(performer: Performer): void {
    const { played } = this.#options;
    if (played.isDone) return;
    const number = performer.client.session?.number;
    // It costs a look at the whole session.
    if (number !== undefined && played.waitsFor(number) && performer.loss === undefined) {
      if (performer.performance()?.isSettled === true) this.#whenSent(performer, number, 0);
    }
    this.#checkSilence();
  }

  /** Played is what has been handed to the system, or to a poll: the process may end then. */
  #whenSent(performer: Performer, session: number, wait: number): void {
    if (performer.hasLeft) this.#options.played.session(session);
    else performer.soon(wait, () => this.#whenSent(performer, session, SENT_CHECK));
  }

  say(happening: StageEvent): void {
    this.#options.onEvent?.({ at: this.#options.clock.now(), ...happening });
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#options.played.begun();
  }

  get #isFrozen(): boolean {
    return this.#isPaused || this.#speed === "step";
  }

  /** What a client says begins the wait anew. */
  #checkSilence(): void {
    const { played } = this.#options;
    played.stirred();
    if (this.#isFrozen || !this.#hasBegun) return;
    if ([...this.#performers].every(({ isResting }) => isResting)) played.silent();
  }
}
