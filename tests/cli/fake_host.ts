// A host in memory: what a command printed, on which stream, in which folder it believes to be.

import { posix } from "node:path";
import {
  DEFAULT_COLUMNS,
  type Host,
  type Output,
  OutputClosedError,
  type Signal,
} from "../../src/cli/host.ts";

export interface FakeHostOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where the user stands. */
  readonly folder?: string;
  readonly stdin?: string;
  readonly colour?: boolean;
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

  constructor(colour: boolean, isClosed: boolean) {
    this.colour = colour;
    this.#isClosed = isClosed;
  }

  get written(): string {
    return this.#written;
  }

  send(text: string): Promise<void> {
    return Promise.try(() => this.write(text));
  }

  write(text: string): void {
    if (this.#isClosed) throw new OutputClosedError("Cannot write: nobody reads any more");
    this.#written += text;
  }
}

export interface FakeHost extends Host {
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
  /** As if the system had sent it. */
  signal(signal: Signal): void;
}

export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const colour = options.colour ?? false;
  const listeners = new Set<(signal: Signal) => void>();
  return {
    args: [],
    stdout: new FakeOutput(colour, options.stdoutClosed ?? false),
    stderr: new FakeOutput(colour, false),
    stdin: {
      isTerminal: false,
      get bytes(): ReadableStream<Uint8Array> {
        return ReadableStream.from([new TextEncoder().encode(options.stdin ?? "")]);
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
    exit(code): never {
      throw new Error(`A command called exit(${code}): it returns its exit code instead`);
    },
  };
}
