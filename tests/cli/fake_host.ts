// A host in memory: what a command printed, on which stream, in which folder it believes to be.

import { posix } from "node:path";
import {
  type Child,
  DEFAULT_COLUMNS,
  type Host,
  type Output,
  OutputClosedError,
  type Signal,
} from "../../src/cli/host.ts";
import { spawnUncovered } from "../house/uncovered.ts";
import { inTime } from "../peers/in_time.ts";

export interface FakeHostOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where the user stands. */
  readonly folder?: string;
  readonly stdin?: string;
  readonly colour?: boolean;
  readonly spawn?: Host["spawn"];
  /** Nobody reads stdout, as after `| head`. */
  readonly stdoutClosed?: boolean;
}

/** Like an Output, and remembers what was written. */
export class FakeOutput implements Output {
  readonly isTerminal = false;
  readonly columns = DEFAULT_COLUMNS;
  readonly colour: boolean;
  readonly #isClosed: boolean;
  #written = "";
  #listeners: readonly (() => void)[] = [];

  constructor(colour: boolean, isClosed: boolean) {
    this.colour = colour;
    this.#isClosed = isClosed;
  }

  get written(): string {
    return this.#written;
  }

  /** Waits until something was written that matches; gives what did. */
  async said(expected: RegExp): Promise<string> {
    try {
      return await inTime(this.#said(expected), `${expected} to be written`);
    } catch (cause) {
      throw new Error(`Nothing like ${expected} was written, but "${this.#written}"`, { cause });
    }
  }

  async #said(expected: RegExp): Promise<string> {
    for (;;) {
      const [found] = expected.exec(this.#written) ?? [];
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#listeners = [...this.#listeners, resolve];
      });
    }
  }

  send(text: string): Promise<void> {
    return Promise.try(() => this.write(text));
  }

  write(text: string): void {
    if (this.#isClosed) throw new OutputClosedError("Cannot write: nobody reads any more");
    this.#written += text;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listen of listeners) listen();
  }
}

export interface FakeHost extends Host {
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
  /** As if the system had sent it. */
  signal(signal: Signal): void;
  /** As if it had been pressed. */
  press(key: string): void;
}

export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const colour = options.colour ?? false;
  const listeners = new Set<(signal: Signal) => void>();
  const keyListeners = new Set<(key: string) => void>();
  return {
    args: [],
    stdout: new FakeOutput(colour, options.stdoutClosed ?? false),
    stderr: new FakeOutput(colour, false),
    stdin: {
      isTerminal: false,
      get bytes(): ReadableStream<Uint8Array> {
        return ReadableStream.from([new TextEncoder().encode(options.stdin ?? "")]);
      },
      onKey(listener): Disposable {
        keyListeners.add(listener);
        return { [Symbol.dispose]: (): boolean => keyListeners.delete(listener) };
      },
    },
    resolvePath: (path) => posix.resolve(options.folder ?? "/", path),
    env: (name) => options.env?.[name],
    onSignal(signals, listener): Disposable {
      const listen = (signal: Signal): void => {
        if (signals.includes(signal)) listener(signal);
      };
      listeners.add(listen);
      return { [Symbol.dispose]: (): boolean => listeners.delete(listen) };
    },
    signal(signal): void {
      for (const listen of listeners) listen(signal);
    },
    press(key): void {
      for (const listen of keyListeners) listen(key);
    },
    spawn(command, variables): Child {
      if (options.spawn === undefined) throw new Error(`A command was run: ${command.join(" ")}`);
      return options.spawn(command, variables);
    },
    // The demos need theirs.
    spawnPiped: spawnUncovered,
    exit(code): never {
      throw new Error(`A command called exit(${code}): it returns its exit code instead`);
    },
  };
}
