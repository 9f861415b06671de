// What a client of plain WebSockets does, as data, and the client that does it: with any WebSocket of
// the shape that browsers have, whichever the runtime.

export interface PlainRun {
  /** `ws://127.0.0.1:PORT`. */
  readonly url: string;
  readonly clients: Readonly<Record<string, PlainClient>>;
  readonly steps: readonly PlainStep[];
}

export interface PlainClient {
  readonly path: string;
  /** How many messages it takes: streams have no end. */
  readonly hears: number;
}

export type PlainStep =
  & { readonly who: string }
  & (
    | { readonly do: "open" }
    | { readonly do: "send"; readonly text: string }
    /** Until so many messages were heard. */
    | { readonly do: "until"; readonly count: number }
    | { readonly do: "close"; readonly code: number; readonly reason: string }
    /** Until it is over; who closed was not asked. */
    | { readonly do: "closed" }
  );

/** A line for each message and for the end, of every client. */
export type PlainLog = Readonly<Record<string, readonly string[]>>;

/** Deno's, Node's, a browser's and npm ws's. */
export interface PlainSocket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: PlainClose) => void) | null;
  send(text: string): void;
  close(code: number, reason: string): void;
}

interface PlainClose {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

export async function playPlain(
  open: (url: string) => PlainSocket,
  { url, clients, steps }: PlainRun,
): Promise<PlainLog> {
  const seats = new Map(
    Object.entries(clients).map(([who, { path, hears }]) => [who, new Seat(path, hears)]),
  );
  for (const step of steps) await seats.get(step.who)?.act(step, open, url);
  return Object.fromEntries([...seats].map(([who, { lines }]) => [who, lines]));
}

class Seat {
  readonly lines: string[] = [];
  readonly #path: string;
  readonly #most: number;
  #socket: PlainSocket | undefined;
  #isOpen = false;
  #isClosed = false;
  #count = 0;
  #waiting: (() => void)[] = [];

  constructor(path: string, most: number) {
    this.#path = path;
    this.#most = most;
  }

  async act(step: PlainStep, open: (url: string) => PlainSocket, url: string): Promise<void> {
    switch (step.do) {
      case "open":
        this.#open(open(`${url}${this.#path}`));
        return await this.#until(() => this.#isOpen || this.#isClosed);
      case "send":
        return this.#socket?.send(step.text);
      case "until":
        return await this.#until(() => this.#count >= step.count);
      case "close":
        this.#socket?.close(step.code, step.reason);
        return await this.#until(() => this.#isClosed);
      case "closed":
        return await this.#until(() => this.#isClosed);
    }
  }

  #open(socket: PlainSocket): void {
    this.#socket = socket;
    socket.onopen = (): void => {
      this.#isOpen = true;
      this.#stir();
    };
    socket.onmessage = ({ data }): void => {
      this.#count += 1;
      if (this.#count <= this.#most) this.lines.push(`message ${data}`);
      this.#stir();
    };
    socket.onclose = ({ code, reason, wasClean }): void => {
      this.#isClosed = true;
      this.lines.push(`close ${code} ${reason} ${wasClean ? "clean" : "not clean"}`);
      this.#stir();
    };
  }

  #stir(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
