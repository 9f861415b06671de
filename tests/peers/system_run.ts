// What a client of one of the five systems does, as data: the same order goes to clients in every
// language, which answer with what they heard. A client does one step after the other.

/** The client's own log: a list for each of an order's clients. */
export type SystemLog = Readonly<Record<string, ClientLog>>;

export interface ClientLog {
  readonly heard: readonly HeardLine[];
  /** What carried it when it left. */
  readonly transport: string;
}

export interface HeardLine {
  readonly kind: "connect" | "refused" | "event" | "ack" | "disconnect";
  /** The event's name (of an ack: of the event that it answers), or the reason of an end. */
  readonly name: string;
  /** Binary as JSON; its own ids as `<socket id>` and `<engine id>`. */
  readonly args: readonly unknown[];
}

export interface SystemRun {
  /** Without the namespace. */
  readonly url: string;
  /** Left out: whatever is usual with the client. */
  readonly transports?: readonly string[];
  /** By name. */
  readonly clients: Readonly<Record<string, SystemClient>>;
  readonly steps: readonly SystemStep[];
}

export interface SystemClient {
  readonly namespace: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The events that it listens to, and how many of each it takes: streams have no end. */
  readonly hears: Readonly<Record<string, number>>;
  /** What it answers to those that ask. */
  readonly answers?: Readonly<Record<string, readonly unknown[]>>;
  /** It comes back when it was cut off. */
  readonly returns?: boolean;
}

export type SystemStep = { readonly who: string } & SystemAct;

export type SystemAct =
  /** Until the server let it in, or refused it. */
  | { readonly do: "connect" }
  | { readonly do: "emit"; readonly event: string; readonly args: readonly unknown[] }
  /** Until the acknowledgement is there. */
  | { readonly do: "ask"; readonly event: string; readonly args: readonly unknown[] }
  /** Until so many of this kind were heard since the beginning; of events, of this name. */
  | {
    readonly do: "until";
    readonly kind: HeardLine["kind"];
    readonly event?: string;
    readonly count: number;
  }
  /** Until the session has moved to WebSocket. */
  | { readonly do: "upgraded" }
  | { readonly do: "leave" };
