// One client of a replay: hands what it says to its player, does what the player answers, and calls
// on the player again when its next step is due. What does not fit is held until there is room.

import type { Payload } from "../../base/bytes.ts";
import type { Clock } from "../../base/clock.ts";
import { type Fault, FaultyPlayer, type Plays } from "../../replay/faults.ts";
import { FaultMemory } from "../../replay/fault_memory.ts";
import type { LiveClient } from "../../replay/live_client.ts";
import type { Command, PlayerEvent } from "../../replay/player_contract.ts";
import type { Loss } from "../../replay/replay.ts";
import type { Performance } from "../../replay/tally.ts";
import type { After } from "../engine_server/after.ts";
import type { Message } from "../engine_server/engine_owner.ts";
import type { Link } from "./link.ts";
import type { PlayedFault } from "./replay_event.ts";
import type { SharedSteps } from "./shared_steps.ts";
import type { TransportFault } from "./transport_fault.ts";
import type { Turns } from "./turns.ts";

/** How much of what is due at once goes as one flush. */
export const MAX_FLUSH_BYTES = 64 * 1024;

/** What a timer can wait for. */
const LONGEST_MILLISECONDS = 0x7fffffff;

export interface PerformerOptions {
  readonly number: number;
  readonly client: LiveClient;
  readonly clock: Clock;
  readonly after: After;
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly shared: SharedSteps;
  readonly turns: Turns;
  readonly listener: PerformerListener;
}

export interface PerformerListener {
  cast(performer: Performer, session: number): void;
  /** A command has been done. */
  did(performer: Performer, command: Command): void;
  /** It has nothing to do until something happens. */
  rested(performer: Performer): void;
  /** It has something to do again. */
  stirred(performer: Performer): void;
}

export class Performer {
  readonly number: number;
  readonly client: LiveClient;
  readonly #options: PerformerOptions;
  readonly #plays: Plays;
  readonly #faulty: FaultyPlayer | undefined;
  readonly #memory: FaultMemory;
  #met: readonly TransportFault[] = [];
  #link: Link | undefined;
  #queue: Command[] = [];
  /** The first of the queue that is not done. */
  #next = 0;
  #isFull = false;
  readonly #gone = Promise.withResolvers<void>();
  #isGone = false;
  #session: number | undefined;
  #callOff: () => void = () => {};
  #callOffSoon: () => void = () => {};
  /** When the timer is set for. */
  #setFor: number | undefined;
  /** When its client will have given up: it hears no heartbeats. */
  #givesUpAt = Infinity;

  constructor(options: PerformerOptions) {
    const { number, client, faults, seed } = options;
    this.number = number;
    this.client = client;
    this.#options = options;
    this.#memory = new FaultMemory(number);
    this.#faulty = faults.length === 0
      ? undefined
      : new FaultyPlayer(client, faults, seed, this.#memory);
    this.#plays = this.#faulty ?? client;
  }

  /** It waits for nothing but its client. */
  get isResting(): boolean {
    return this.#setFor === undefined && !this.#isFull;
  }

  /** All of it is with the client. */
  get hasLeft(): boolean {
    return this.#next >= this.#queue.length && (this.#link?.buffered ?? 0) === 0;
  }

  get faults(): readonly PlayedFault[] {
    const { number: client } = this;
    const { number: session = 0, line = 0 } = this.client.session ?? {};
    return [
      ...this.#met.map((fault) => ({ client, session, fault, line })),
      ...(this.#faulty?.records ?? []).map((record) => ({ client, session, ...record })),
    ];
  }

  /**
   * Faults of its transport that there is something to put into, once each that is due. `patience`
   * is how long its client was promised to have to wait for a heartbeat, at the most.
   */
  meets(
    faults: readonly TransportFault[],
    before: FaultMemory | undefined,
    patience: number,
    apply: (fault: TransportFault) => boolean,
  ): void {
    const memory = before ?? this.#memory;
    this.#met = faults.filter((fault) => memory.isDue(fault) && apply(fault));
    if (this.#met.some(isSilencing)) this.#givesUpAt = this.#options.clock.now() + patience;
  }

  /** A fault has had its client give up, whether that has been heard of or not. */
  get isGivenUp(): boolean {
    return this.#options.clock.now() >= this.#givesUpAt && this.loss !== undefined;
  }

  /** A fault has broken its connection, or will have: it may come back for the rest. */
  get loss(): Loss | undefined {
    const memory = this.client.memory ?? this.#memory;
    const from = this.#faulty?.lostFrom;
    if (from !== undefined) return { from, memory };
    if (!this.#met.some(isSilencing)) return undefined;
    const isStalled = this.#met.some(({ kind }) => kind === "stall-polls");
    if (this.client.performance()?.isSettled !== false) return undefined;
    return isStalled ? { from: "connection", memory } : { memory };
  }

  get whenGone(): Promise<void> {
    return this.#gone.promise;
  }

  performance(): Performance | undefined {
    return this.client.performance();
  }

  /** The connection is there; `before` are things that the player is to know at once. */
  open(link: Link, before: readonly PlayerEvent[]): void {
    this.#link = link;
    for (const event of before) this.tell(event);
    const { sid } = link;
    this.tell(sid === undefined ? { kind: "connected" } : { kind: "connected", sid });
  }

  heard(data: Payload): void {
    this.tell({ kind: "message", data });
  }

  tell(event: PlayerEvent): void {
    if (this.#isGone) return;
    const commands = this.#plays.receive(event, this.#options.clock.now());
    this.#sayCast();
    this.#do(commands);
  }

  drained(): void {
    this.#isFull = false;
    this.#do([]);
  }

  /** What was due is accounted for, but there is nobody any more to send it to. */
  closed(reason: string): void {
    if (this.#isGone) return;
    const { clock, listener } = this.#options;
    const commands = this.#plays.receive({ kind: "disconnected", reason }, clock.now());
    this.#sayCast();
    this.#isGone = true;
    this.#stop();
    let unsent = 0;
    for (const command of [...this.#queue.slice(this.#next), ...commands]) {
      if (command.kind === "send") unsent += 1;
      else if (command.kind !== "close") listener.did(this, command);
    }
    this.#queue = [];
    this.#next = 0;
    this.client.tally?.dropped(unsent);
    this.#gone.resolve();
  }

  /** Plays all that is due, without turns: the end has come. */
  finish(): void {
    const now = this.#options.clock.now();
    while (!this.#isGone && (this.#plays.nextDue() ?? Infinity) <= now) {
      this.#do(this.#plays.tick(now));
    }
  }

  leave(): void {
    this.#link?.leave();
  }

  /** Acts in a moment, unless its client is gone by then; but one such act at a time. */
  soon(milliseconds: number, act: () => void): void {
    this.#callOffSoon();
    this.#callOffSoon = this.#options.after(milliseconds, act);
  }

  #stop(): void {
    this.#callOffSoon();
    this.#callOff();
    this.#setFor = undefined;
  }

  #do(commands: readonly Command[]): void {
    for (const command of commands) this.#queue.push(command);
    while (!this.#isFull && this.#next < this.#queue.length) this.#doNext();
    if (this.#next >= this.#queue.length) {
      this.#queue = [];
      this.#next = 0;
    }
    this.#schedule();
  }

  #doNext(): void {
    const command = this.#queue[this.#next];
    if (command?.kind === "send") {
      this.#flush();
      return;
    }
    this.#next += 1;
    if (command === undefined) return;
    if (command.kind === "close") this.#link?.end(command);
    this.#options.listener.did(this, command);
  }

  /** What is to be sent one after the other goes together. */
  #flush(): void {
    const messages: Message[] = [];
    const sent: Command[] = [];
    const { shared } = this.#options;
    const { session } = this.#plays;
    let bytes = 0;
    while (bytes < MAX_FLUSH_BYTES) {
      const command = this.#queue[this.#next];
      if (command?.kind !== "send") break;
      this.#next += 1;
      sent.push(command);
      for (const { length } of command.messages) bytes += length;
      for (const message of shared.messagesOf(session, command.step, command.messages)) {
        messages.push(message);
      }
    }
    this.#isFull = this.#link?.send(messages) === false;
    for (const command of sent) this.#options.listener.did(this, command);
  }

  /** One timer, for the next step that is due. While there is no room nothing more is asked for. */
  #schedule(): void {
    if (this.#isGone) return;
    const due = this.#isFull ? undefined : this.#plays.nextDue();
    const { listener, after, clock, turns } = this.#options;
    const wasSet = this.#setFor !== undefined;
    if (due === undefined) {
      this.#stop();
      if (!this.#isFull) listener.rested(this);
      return;
    }
    if (!wasSet) listener.stirred(this);
    if (due === this.#setFor) return;
    this.#callOff();
    this.#setFor = due;
    const wait = Math.min(Math.max(Math.ceil(due - clock.now()), 0), LONGEST_MILLISECONDS);
    const act = (): void => {
      this.#setFor = undefined;
      const commands = this.#plays.tick(clock.now());
      this.#sayCast();
      this.#do(commands);
    };
    this.#callOff = wait === 0 ? turns.take(act) : after(wait, act);
  }

  #sayCast(): void {
    const session = this.client.session?.number;
    if (session === undefined || session === this.#session) return;
    this.#session = session;
    this.#options.listener.cast(this, session);
  }
}

/** Its client hears no heartbeats, and gives up. */
function isSilencing({ kind }: TransportFault): boolean {
  return kind === "starve-pings" || kind === "stall-polls";
}
