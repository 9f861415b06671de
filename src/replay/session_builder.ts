// One session while its tape is being read: its steps, and the signs of its end.

import type { Payload } from "../base/bytes.ts";
import type { Side } from "../base/side.ts";
import type { Handshake } from "../protocols/engine_io/packet.ts";
import type { Decoded, Transport } from "../protocols/protocol.ts";
import { HiddenGatherer, type Marked } from "./hidden_gatherer.ts";
import { type Gathered, Gatherer, type Meaning } from "./meaning.ts";
import type {
  Hidden,
  RecordedRequest,
  Refusal,
  ReplaySession,
  SessionEnding,
  Step,
} from "./script.ts";

/** How a session began. */
export interface Beginning {
  readonly line: number;
  readonly at: number;
  readonly carrier: "engine.io" | "websocket";
  readonly request: RecordedRequest;
  readonly isMidway: boolean;
  readonly subprotocol?: string;
  readonly eventKeys?: readonly string[];
}

/** Where something was said. */
export interface Place {
  readonly line: number;
  readonly part: number;
  readonly at: number;
}

type StepDraft = { -readonly [Key in keyof Step]: Step[Key] };
type Draft = { -readonly [Key in keyof ReplaySession]: ReplaySession[Key] };

export class SessionBuilder {
  readonly beginning: Beginning;
  readonly #steps: StepDraft[] = [];
  readonly #gatherers: Readonly<Record<Side, Gatherer>> = {
    client: new Gatherer(),
    server: new Gatherer(),
  };
  readonly #hidden: Readonly<Record<Side, HiddenGatherer>> = {
    client: new HiddenGatherer(),
    server: new HiddenGatherer(),
  };
  /** Where the packets that wait for their attachments began. */
  readonly #begun: { client?: Place; server?: Place } = {};
  readonly #asked = new Map<string, number>();
  readonly #transports: Transport[] = [];
  readonly #facts: Partial<Pick<Draft, "engineVersion" | "sid" | "handshake" | "protocol">> = {};
  #ending: SessionEnding | undefined;
  #lastSign: SessionEnding | undefined;
  #refusal: Refusal | undefined;
  #isFull = false;

  constructor(beginning: Beginning) {
    this.beginning = beginning;
  }

  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  opened(version: 3 | 4 | undefined, handshake: Handshake | undefined): void {
    if (version !== undefined) this.#facts.engineVersion ??= version;
    if (handshake === undefined) return;
    this.#facts.handshake ??= handshake;
    if (handshake.sid !== undefined) this.#facts.sid ??= handshake.sid;
  }

  /** A session whose beginning is not on the tape is known by the sid in its requests. */
  named(sid: string): void {
    this.#facts.sid ??= sid;
  }

  refuse(refusal: Refusal, place: Place): void {
    this.#refusal = refusal;
    this.end({ how: "refused", by: "server", line: place.line, at: place.at });
  }

  carriedBy(transport: Transport): void {
    if (!this.#transports.includes(transport)) this.#transports.push(transport);
  }

  /** A message of the session. Returns the bytes that it holds now, 0 when it takes no more. */
  said(decoded: Decoded, data: Payload, place: Place, marked: Marked): void {
    this.#lastSign = undefined;
    if (this.#isFull) return;
    const { from, packets } = decoded;
    const inner = packets.at(-1)?.protocol;
    if (inner !== undefined && inner !== "engine.io") this.#facts.protocol ??= inner;
    this.#begun[from] ??= place;
    const gathered = this.#gatherers[from].add(data, decoded);
    const hidden = this.#hidden[from].add(marked, gathered.length);
    for (const [index, whole] of gathered.entries()) {
      this.#add(from, whole, place, hidden[index]);
    }
    if (!this.#gatherers[from].isHolding) delete this.#begun[from];
  }

  /** No more fits into the script: the session is told until here. */
  stopTaking(): void {
    this.#isFull = true;
  }

  end(ending: SessionEnding): void {
    this.#ending ??= ending;
  }

  /** The end, if nothing more is heard. */
  mayEnd(sign: SessionEnding): void {
    this.#lastSign = sign;
  }

  build(number: number, until: { readonly line: number; readonly at: number }): ReplaySession {
    const ending = this.#ending ?? this.#lastSign ?? { how: "tape-ended", ...until };
    const steps = this.#steps;
    markOptional(steps, ending);
    return {
      number,
      ...this.beginning,
      ...this.#facts,
      protocol: this.#facts.protocol ??
        (this.beginning.carrier === "engine.io" ? "socket.io" : "raw"),
      transports: this.#transports,
      namespaces: namespacesOf(steps),
      steps,
      ending,
      ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }),
    };
  }

  #add(from: Side, whole: Gathered, place: Place, hidden: Hidden | undefined): void {
    const { messages } = whole;
    const meaning = from === "server" ? this.#inPlace(whole.meaning) : whole.meaning;
    const index = this.#steps.length;
    const begun = whole.isSingle ? place : this.#begun[from] ?? place;
    const step: StepDraft = {
      index,
      from,
      line: begun.line,
      part: begun.part,
      at: place.at,
      messages,
      meaning,
      isOptional: false,
    };
    const answers = this.#pair(from, meaning, index);
    if (answers !== undefined) step.answers = answers;
    if (hidden?.kind === "marked" && from === "server") {
      step.hidden = { ...hidden, meaning: this.#inPlace(hidden.meaning) };
    } else if (hidden !== undefined) step.hidden = hidden;
    this.#steps.push(step);
  }

  /** What nobody could read belongs to the namespace that was spoken in before. */
  #inPlace(meaning: Meaning): Meaning {
    const before = this.#steps.at(-1);
    if (meaning.kind !== "other" || before === undefined) return meaning;
    return { ...meaning, namespace: before.meaning.namespace };
  }

  /** Acks pair with what they answer: the same namespace and id, the other way. */
  #pair(from: Side, meaning: Meaning, index: number): number | undefined {
    if (meaning.kind === "event" && meaning.ackId !== undefined) {
      this.#asked.set(`${from} ${meaning.ackId} ${meaning.namespace}`, index);
    }
    if (meaning.kind !== "ack") return undefined;
    const asker = from === "client" ? "server" : "client";
    const key = `${asker} ${meaning.ackId} ${meaning.namespace}`;
    const asked = this.#asked.get(key);
    this.#asked.delete(key);
    return asked;
  }
}

function namespacesOf(steps: readonly Step[]): readonly string[] {
  const found = new Set<string>();
  for (const { meaning } of steps) found.add(meaning.namespace);
  return [...found];
}

/**
 * Goodbyes, and what crossed them: the server's packets to a namespace that the client had left, all
 * behind an end that the client began, and a DISCONNECT of the client's that nothing follows.
 */
function markOptional(steps: readonly StepDraft[], ending: SessionEnding): void {
  const goodbyes = new Map<string, StepDraft>();
  const hasMore = new Set<StepDraft>();
  for (const step of steps) {
    const { from, meaning } = step;
    if (ending.by === "client" && step.line > ending.line) step.isOptional = true;
    if (from === "client" && meaning.kind === "disconnect") {
      goodbyes.set(meaning.namespace, step);
      continue;
    }
    if (from === "client" && meaning.kind === "connect") goodbyes.delete(meaning.namespace);
    if (from === "server" && goodbyes.has(meaning.namespace)) step.isOptional = true;
    if (step.isOptional) continue;
    for (const goodbye of goodbyes.values()) hasMore.add(goodbye);
  }
  for (const step of steps) {
    const isGoodbye = step.from === "client" && step.meaning.kind === "disconnect";
    if (isGoodbye && !hasMore.has(step)) step.isOptional = true;
  }
}
