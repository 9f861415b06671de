// Faults of the protocol, as changes to what a player says: the n-th event lost, late, twice, broken
// or out of order, an ack lost, a CONNECT refused, the connection cut. Seeded: the same faults with
// the same seed at the same session give the same commands.

import type { Payload } from "../base/bytes.ts";
import { type FaultCount, FaultMemory } from "./fault_memory.ts";
import { refusalWith } from "./replies.ts";
import type { Command, PlayerEvent } from "./player_contract.ts";
import type { ReplaySession, Step } from "./script.ts";
import type { Tally } from "./tally.ts";

/** Which packet of the server's: the n-th (from 1) of all that are meant. */
export interface FaultTarget {
  /** The event's name; for an ack that of what it answers. Default: any. */
  readonly event?: string;
  /** `/sfa`; default: any. */
  readonly namespace?: string;
  /** From 1. A client that comes back after a fault has cut it off is counted on. */
  readonly nth: number;
}

/** Something of the protocol that goes wrong. */
export type Fault =
  & FaultTarget
  & FaultCount
  & (
    | { readonly kind: "drop" | "duplicate" | "corrupt" | "reorder" | "lose-ack" | "cut" }
    /** It alone comes so many milliseconds later. */
    | { readonly kind: "delay"; readonly by: number }
    | { readonly kind: "refuse-connect"; readonly message: string }
    /** A close frame instead of the packet. */
    | { readonly kind: "close"; readonly code: number; readonly reason?: string }
  );

/** A fault that was put in, for the report. */
export interface FaultRecord {
  readonly fault: Fault;
  /** The line of the packet. */
  readonly line: number;
}

/** What plays: a Player or a LiveClient. */
export interface Plays {
  readonly session: ReplaySession | undefined;
  /** Where it is kept what the client has had. */
  readonly tally: Tally | undefined;
  /** Of a client that has come back. */
  readonly memory?: FaultMemory | undefined;
  receive(event: PlayerEvent, now: number): readonly Command[];
  tick(now: number): readonly Command[];
  nextDue(): number | undefined;
}

type Send = Extract<Command, { readonly kind: "send" }>;

interface Held {
  readonly command: Send;
  /** Undefined: behind the next packet. */
  readonly at: number | undefined;
}

/** Plays with faults: stands where the player stood. */
export class FaultyPlayer implements Plays {
  readonly #plays: Plays;
  readonly #faults: readonly Fault[];
  readonly #memory: FaultMemory;
  readonly #random: () => number;
  readonly #records: FaultRecord[] = [];
  /** Namespaces that the client was refused: it gets nothing there. */
  readonly #refused = new Set<string>();
  #held: Held[] = [];
  #isCut = false;
  #lostFrom: number | undefined;

  /** `memory` is that of a client that has not been here before. */
  constructor(
    plays: Plays,
    faults: readonly Fault[],
    seed: number,
    memory: FaultMemory = new FaultMemory(1),
  ) {
    this.#plays = plays;
    this.#faults = faults;
    this.#memory = memory;
    this.#random = seededRandom(seed);
  }

  get session(): ReplaySession | undefined {
    return this.#plays.session;
  }

  get tally(): Tally | undefined {
    return this.#plays.tally;
  }

  /** What was put in so far. */
  get records(): readonly FaultRecord[] {
    return this.#records;
  }

  /** What a fault broke the connection with: it, and all behind it, did not get through. */
  get lostFrom(): number | undefined {
    return this.#lostFrom;
  }

  receive(event: PlayerEvent, now: number): readonly Command[] {
    // What the client still says into a connection that was cut, it says by chance.
    if (this.#isCut && event.kind !== "disconnected") return [];
    return this.#change(this.#plays.receive(event, now), now);
  }

  tick(now: number): readonly Command[] {
    return this.#change(this.#plays.tick(now), now);
  }

  nextDue(): number | undefined {
    if (this.#isCut) return undefined;
    const times = this.#held.flatMap(({ at }) => at === undefined ? [] : [at]);
    const due = this.#plays.nextDue();
    if (due !== undefined) times.push(due);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #change(commands: readonly Command[], now: number): readonly Command[] {
    const changed: Command[] = this.#release(now);
    for (const command of commands) {
      if (command.kind !== "send") {
        if (command.kind === "close") {
          if (this.#isCut) continue;
          changed.push(...this.#release(Infinity));
        }
        changed.push(command);
        continue;
      }
      const before = this.#held.filter(({ at }) => at === undefined);
      const sent = this.#isCut ? this.#withhold(command) : this.#disturb(command, now);
      changed.push(...sent);
      if (sent.length === 0 || this.#isCut) continue;
      this.#held = this.#held.filter((held) => !before.includes(held));
      changed.push(...before.map((held) => this.#letGo(held)));
    }
    if (this.#isLast()) changed.push(...this.#letGoOf(({ at }) => at === undefined));
    return changed;
  }

  /** Nothing comes any more behind which what is held could go. */
  #isLast(): boolean {
    if (this.#held.length === 0) return false;
    const steps = this.session?.steps ?? [];
    return steps.every((step) =>
      step.from === "client" || step.isOptional || this.tally?.isServed(step) === true
    );
  }

  #release(now: number): Command[] {
    if (this.#isCut) return [];
    return this.#letGoOf(({ at }) => at === undefined ? now === Infinity : at <= now);
  }

  #letGoOf(isDue: (held: Held) => boolean): Command[] {
    const due = this.#held.filter(isDue);
    this.#held = this.#held.filter((held) => !due.includes(held));
    return due.map((held) => this.#letGo(held));
  }

  #letGo({ command }: Held): Send {
    if (command.step !== undefined) this.tally?.release(command.step);
    return command;
  }

  /** The client does not get it, or not as it was: it does not count as served. */
  #withhold({ step }: Send): readonly Command[] {
    if (step !== undefined) this.tally?.withhold(step);
    return [];
  }

  #disturb(command: Send, now: number): readonly Command[] {
    const step = this.session?.steps[command.step ?? -1];
    if (step === undefined) return [command];
    const { kind, namespace } = step.meaning;
    if (kind === "connect") this.#refused.delete(namespace);
    if (this.#refused.has(namespace)) return this.#withhold(command);
    const fault = this.#faultAt(step);
    if (fault === undefined) return [command];
    this.#records.push({ fault, line: step.line });
    switch (fault.kind) {
      case "drop":
      case "lose-ack":
        return this.#withhold(command);
      case "duplicate":
        return [command, command];
      case "corrupt":
        this.#lostFrom ??= command.step;
        this.#withhold(command);
        return [{ ...command, messages: this.#corrupt(command.messages) }];
      case "reorder":
        this.#held.push({ command, at: undefined });
        return this.#withhold(command);
      case "delay":
        this.#held.push({ command, at: now + fault.by });
        return this.#withhold(command);
      case "refuse-connect": {
        const version = this.session?.engineVersion;
        const messages = refusalWith(namespace, fault.message, version);
        this.#refused.add(namespace);
        this.#withhold(command);
        return [{ ...command, messages }];
      }
      case "cut":
        this.#cut(command, "cut");
        return [{ kind: "close", how: "reset" }];
      case "close": {
        this.#cut(command, `close ${fault.code}`);
        const reason = fault.reason === undefined ? {} : { reason: fault.reason };
        return [{ kind: "close", how: "close-frame", code: fault.code, ...reason }];
      }
    }
  }

  #cut(command: Send, reason: string): void {
    this.#isCut = true;
    this.#lostFrom ??= command.step;
    this.#withhold(command);
    this.tally?.cut(reason);
  }

  /** Every fault counts what it is about; of those whose turn it is the first is taken. */
  #faultAt(step: Step): Fault | undefined {
    let taken: Fault | undefined;
    const memory = this.#plays.memory ?? this.#memory;
    for (const fault of this.#faults) {
      if (this.#isAbout(fault, step) && memory.isDue(fault, fault.nth)) taken ??= fault;
    }
    return taken;
  }

  #isAbout({ kind, event, namespace }: Fault, { meaning, answers }: Step): boolean {
    if (namespace !== undefined && meaning.namespace !== namespace) return false;
    if (kind === "refuse-connect") return meaning.kind === "connect";
    if (kind === "lose-ack") {
      const asked = this.session?.steps[answers ?? -1]?.meaning;
      const name = asked?.kind === "event" ? asked.name : undefined;
      return meaning.kind === "ack" && (event === undefined || event === name);
    }
    // What nobody can read has no name, but is a message all the same.
    if (event === undefined) return meaning.kind === "event" || meaning.kind === "other";
    return meaning.kind === "event" && event === meaning.name;
  }

  /** A NUL is not allowed anywhere in JSON: every peer notices. */
  #corrupt(messages: readonly Payload[]): readonly Payload[] {
    const [head = "", ...rest] = messages;
    if (typeof head !== "string") {
      const broken = new Uint8Array(head);
      const place = Math.floor(this.#random() * broken.length);
      broken[place] = (broken[place] ?? 0) ^ 0xff;
      return [broken, ...rest];
    }
    const start = Math.max(0, head.search(/[[{]/));
    const place = start + Math.floor(this.#random() * (head.length - start));
    return [`${head.slice(0, place)}\0${head.slice(place + 1)}`, ...rest];
  }
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
