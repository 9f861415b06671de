// A client that does what the recorded one did, under a manual clock: it says its steps in order as
// soon as it has heard what it had heard on the tape, under ack ids of its own.

import { assert } from "@std/assert";
import type { Payload } from "../../src/base/bytes.ts";
import { isSocketPacket } from "../../src/protocols/socket_io/packet.ts";
import { Gatherer, type Meaning } from "../../src/replay/meaning.ts";
import type { Command, PlayerEvent } from "../../src/replay/player_contract.ts";
import { withAckId } from "../../src/replay/ack_ids.ts";
import type { ReplaySession, Step } from "../../src/replay/script.ts";
import { MESSAGE_PROTOCOLS } from "../../src/protocols/registry.ts";
import type { MessageDecoder } from "../../src/protocols/protocol.ts";

/** What plays: a Player or a LiveClient. */
export interface Played {
  receive(event: PlayerEvent, now: number): readonly Command[];
  tick(now: number): readonly Command[];
  nextDue(): number | undefined;
}

export interface ClientHabits {
  /** Added to the id of each event that wants an answer. */
  readonly ackShift?: number;
  /** Milliseconds until it says a step that it could say. */
  readonly delay?: (step: Step) => number;
  /** What it says in a step's place; nothing at all when empty. */
  readonly change?: (step: Step, messages: readonly Payload[]) => readonly Payload[];
  /** When to stop at the latest. */
  readonly until?: number;
  readonly sid?: string;
}

export interface Heard {
  readonly at: number;
  readonly messages: readonly Payload[];
  readonly meaning: Meaning;
  readonly step: number | undefined;
}

export interface Playing {
  readonly heard: readonly Heard[];
  readonly commands: readonly Command[];
  /** The live time when nothing was left to do. */
  readonly end: number;
}

/** Lets it play; the client leaves when nothing more is to come. */
export function playPerfectly(
  played: Played,
  session: ReplaySession,
  habits: ClientHabits = {},
): Playing {
  return new PerfectClient(played, session, habits).run();
}

class PerfectClient {
  readonly #played: Played;
  readonly #habits: ClientHabits;
  readonly #say: Step[];
  readonly #steps: readonly Step[];
  readonly #decoder: MessageDecoder;
  readonly #gatherer = new Gatherer();
  readonly #heard: Heard[] = [];
  readonly #commands: Command[] = [];
  readonly #received = new Set<number>();
  /** What it did not say as recorded: nobody will answer that. */
  readonly #changed = new Set<number>();
  #now = 0;
  #saysAt: number | undefined;

  constructor(played: Played, session: ReplaySession, habits: ClientHabits) {
    this.#played = played;
    this.#habits = habits;
    this.#steps = session.steps;
    this.#say = session.steps.filter(({ from }) => from === "client");
    const protocol = MESSAGE_PROTOCOLS.find(({ name }) => name === session.protocol);
    assert(protocol !== undefined);
    this.#decoder = protocol.open(
      session.engineVersion === undefined ? {} : { engineVersion: session.engineVersion },
    );
  }

  run(): Playing {
    const { sid = "liveEngineSid", until = 10_000_000 } = this.#habits;
    this.#take(this.#played.receive({ kind: "connected", sid }, 0));
    for (let turns = 0; turns < 100_000; turns++) {
      const next = this.#nextToSay();
      if (next !== undefined) {
        this.#saysAt ??= this.#now + (this.#habits.delay?.(next) ?? 0);
      }
      const due = this.#played.nextDue();
      if (next !== undefined && this.#saysAt !== undefined && this.#saysAt <= (due ?? Infinity)) {
        this.#now = Math.max(this.#now, this.#saysAt);
        this.#sayNext(next);
        continue;
      }
      if (due === undefined || due > until) break;
      this.#now = Math.max(this.#now, due);
      this.#take(this.#played.tick(this.#now));
    }
    const end = this.#now;
    this.#played.receive({ kind: "disconnected", reason: "transport close" }, end);
    return { heard: this.#heard, commands: this.#commands, end };
  }

  /** Not before it has heard all that the recorded client had heard. */
  #nextToSay(): Step | undefined {
    const [next] = this.#say;
    if (next === undefined) return undefined;
    const isReady = this.#steps.slice(0, next.index).every(({ from, index, answers }) =>
      from === "client" || this.#received.has(index) || this.#changed.has(answers ?? -1)
    );
    return isReady ? next : undefined;
  }

  #sayNext(step: Step): void {
    this.#say.shift();
    this.#saysAt = undefined;
    const { ackShift = 0, change } = this.#habits;
    const { meaning, messages } = step;
    const shifted = meaning.kind === "event" && meaning.ackId !== undefined
      ? withAckId(messages, meaning.ackId + ackShift)
      : messages;
    const said = change?.(step, shifted) ?? shifted;
    if (said !== shifted) this.#changed.add(step.index);
    for (const data of said) {
      this.#take(this.#played.receive({ kind: "message", data }, this.#now));
    }
  }

  #take(commands: readonly Command[]): void {
    for (const command of commands) {
      this.#commands.push(command);
      if (command.kind !== "send") continue;
      if (command.step !== undefined) this.#received.add(command.step);
      for (const data of command.messages) {
        const meant = this.#decoder.receive("server", data);
        for (const { messages, meaning } of this.#gatherer.add(data, meant)) {
          this.#heard.push({ at: this.#now, messages, meaning, step: command.step });
        }
        assert(
          meant.packets.every((packet) => !isSocketPacket(packet) || packet.notes.length === 0),
        );
      }
    }
  }
}
