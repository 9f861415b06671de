// What our own Socket.IO client emits, as one queue through all of its namespaces: in the order in
// which it was typed, after every connect anew. What waits for something says so.

import type { Socket } from "socket.io-client";
import type { JsonValue } from "../base/json.ts";

export interface Emission {
  readonly event: string;
  readonly args: readonly JsonValue[];
  /** One of the client's namespaces; without it the first. */
  readonly namespace?: string;
}

export interface EmissionListener {
  /** Something people like to know: what is waited for, and for how long in vain. */
  told(text: string): void;
  /** The server's answer, with all of its arguments. */
  acknowledged(event: string, milliseconds: number, args: readonly unknown[]): void;
}

/** What did not go as it was asked for, over all visits. */
export interface EmissionsLeft {
  /** No visit came to them. */
  readonly unsent: readonly Emission[];
  /** Sent, and never acknowledged where that was to be waited for. */
  readonly unanswered: readonly Emission[];
}

export interface EmissionQueueOptions {
  readonly emissions: readonly Emission[];
  /** Where those go that name no namespace. */
  readonly first: string;
  /** Every emission waits until the one before it was acknowledged. */
  readonly acknowledged: boolean;
  readonly listener: EmissionListener;
}

/** How long an acknowledgement may take. */
export const ACKNOWLEDGEMENT_MILLISECONDS = 10_000;

/** How long a namespace may keep the emissions of others waiting. */
export const NAMESPACE_MILLISECONDS = 20_000;

/** After so long it is said what is waited for. */
export const WORD_MILLISECONDS = 3000;

/** Where an emission goes, and what has become of it. */
interface Place {
  readonly emission: Emission;
  readonly namespace: string;
  /** In this visit. */
  isDone: boolean;
  /** In any visit. */
  wasSent: boolean;
  wasAnswered: boolean;
}

/** Goes on whenever a namespace lets the client in, throws it out, or is waited for long enough. */
export class EmissionQueue implements Disposable {
  readonly #options: EmissionQueueOptions;
  readonly #places: readonly Place[];
  readonly #in = new Map<string, Socket>();
  /** Refused by these, or thrown out for good. */
  readonly #closed = new Set<string>();
  /** They have not answered for so long that others go before them. */
  readonly #late = new Set<string>();
  #visit = 0;
  #isAsking = false;
  #isOver = false;
  #awaited: string | undefined;
  #timers: readonly ReturnType<typeof setTimeout>[] = [];

  constructor(options: EmissionQueueOptions) {
    this.#options = options;
    this.#places = options.emissions.map((emission) => ({
      emission,
      namespace: emission.namespace ?? options.first,
      isDone: false,
      wasSent: false,
      wasAnswered: false,
    }));
  }

  entered(namespace: string, socket: Socket): void {
    this.#in.set(namespace, socket);
    this.#late.delete(namespace);
    this.#goOn();
  }

  /** Out for good: what was for this namespace is passed over. */
  closed(namespace: string): void {
    this.#in.delete(namespace);
    this.#closed.add(namespace);
    this.#goOn();
  }

  /** The connection was lost, and rooms with it: the next visit begins anew. */
  lost(namespace: string): void {
    this.#in.delete(namespace);
    this.#late.clear();
    this.#visit += 1;
    this.#isAsking = false;
    for (const place of this.#places) place.isDone = false;
    this.#rest();
  }

  get left(): EmissionsLeft {
    const emissionsOf = (places: readonly Place[]): readonly Emission[] =>
      places.map(({ emission }) => emission);
    const { acknowledged } = this.#options;
    return {
      unsent: emissionsOf(this.#places.filter(({ wasSent }) => !wasSent)),
      unanswered: emissionsOf(
        this.#places.filter(({ wasSent, wasAnswered }) => acknowledged && wasSent && !wasAnswered),
      ),
    };
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#rest();
  }

  #goOn(): void {
    while (!this.#isOver && !this.#isAsking && this.#in.size > 0) {
      const next = this.#places.find(({ isDone, namespace }) =>
        !isDone && !this.#closed.has(namespace) && !this.#late.has(namespace)
      );
      if (next === undefined) return this.#rest();
      const socket = this.#in.get(next.namespace);
      if (socket === undefined) return this.#waitFor(next);
      this.#rest();
      this.#emit(next, socket);
    }
  }

  #emit(place: Place, socket: Socket): void {
    const { emission: { event, args } } = place;
    place.isDone = true;
    place.wasSent = true;
    if (!this.#options.acknowledged) {
      socket.emit(event, ...args);
      return;
    }
    const visit = this.#visit;
    const began = performance.now();
    this.#isAsking = true;
    this.#sayLater(`Waiting for the acknowledgement of ${event}`);
    socket.timeout(ACKNOWLEDGEMENT_MILLISECONDS)
      .emit(event, ...args, (error: Error | null, ...answer: readonly unknown[]) => {
        if (this.#isOver) return;
        const { listener } = this.#options;
        if (error === null) {
          place.wasAnswered = true;
          listener.acknowledged(event, Math.round(performance.now() - began), answer);
        } else listener.told(`${event} was not acknowledged: ${error.message}`);
        // Of a visit that is over nothing more is emitted.
        if (visit !== this.#visit) return;
        this.#isAsking = false;
        this.#rest();
        this.#goOn();
      });
  }

  /** For its namespace, which has not let the client in yet. */
  #waitFor({ namespace, emission: { event } }: Place): void {
    if (this.#awaited === namespace) return;
    this.#rest();
    this.#awaited = namespace;
    this.#sayLater(`Waiting for ${namespace} to let the client in, before ${event} is emitted`);
    const over = setTimeout(() => {
      const seconds = NAMESPACE_MILLISECONDS / 1000;
      this.#options.listener.told(
        `No answer from ${namespace} within ${seconds} s: what others are to get goes first`,
      );
      this.#late.add(namespace);
      this.#rest();
      this.#goOn();
    }, NAMESPACE_MILLISECONDS);
    this.#timers = [...this.#timers, over];
  }

  #sayLater(text: string): void {
    const word = setTimeout(() => this.#options.listener.told(text), WORD_MILLISECONDS);
    this.#timers = [...this.#timers, word];
  }

  /** Nothing is waited for any more. */
  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#awaited = undefined;
  }
}
