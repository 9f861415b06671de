// What the command line may ask of the machine it runs on, and Deno's answers. Tests hand commands
// a host of their own; this is the only file of Wiretape's that names `Deno`.

import { resolve } from "node:path";
import { decideColour } from "./colour.ts";

export interface Host {
  /** What the user typed after the program's name. */
  readonly args: readonly string[];
  /** For data. */
  readonly stdout: Output;
  /** For talk. Never throws: when nobody listens there is nothing to do about it. */
  readonly stderr: Output;
  readonly stdin: Input;
  /** The absolute path of what a user typed, seen from the folder where the user stands. */
  resolvePath(path: string): string;
  env(name: string): string | undefined;
  /** Calls the listener for every such signal until disposed of. */
  onSignal(signals: readonly Signal[], listener: (signal: Signal) => void): Disposable;
  exit(code: number): never;
}

export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGUSR2";

export interface Output {
  readonly isTerminal: boolean;
  /** The terminal's width now; 80 where there is none. */
  readonly columns: number;
  readonly colour: boolean;
  /** Throws OutputClosedError when nobody reads any more, as after `| head`. */
  write(text: string): void;
  /** Writes without holding the program up when nobody reads at the moment. */
  send(text: string): Promise<void>;
}

export interface Input {
  readonly isTerminal: boolean;
  readonly bytes: ReadableStream<Uint8Array>;
}

/** The reader of stdout has gone. Not a failure: a command that only prints ends quietly. */
export class OutputClosedError extends Error {
  override readonly name = "OutputClosedError";
}

/** The width where there is no terminal, or one that does not know (0 columns). */
export const DEFAULT_COLUMNS = 80;

export function denoHost(): Host {
  return {
    args: Deno.args,
    stdout: new StreamOutput(Deno.stdout),
    stderr: new DeafOutput(Deno.stderr),
    stdin: {
      isTerminal: Deno.stdin.isTerminal(),
      get bytes(): ReadableStream<Uint8Array> {
        return Deno.stdin.readable;
      },
    },
    resolvePath: (path) => resolve(userFolder(env, Deno.cwd()), path),
    env,
    onSignal: listenForSignals,
    exit: (code) => Deno.exit(code),
  };
}

function listenForSignals(
  signals: readonly Signal[],
  listener: (signal: Signal) => void,
): Disposable {
  const listeners = signals.map((signal) => [signal, (): void => listener(signal)] as const);
  for (const [signal, listen] of listeners) Deno.addSignalListener(signal, listen);
  return {
    [Symbol.dispose](): void {
      for (const [signal, listen] of listeners) Deno.removeSignalListener(signal, listen);
    },
  };
}

/** `deno task` runs in the project's folder and says in INIT_CWD where the user stands. */
function userFolder(env: (name: string) => string | undefined, workingFolder: string): string {
  return env("INIT_CWD") || workingFolder;
}

function env(name: string): string | undefined {
  return Deno.env.get(name);
}

class StreamOutput implements Output {
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly #stream: typeof Deno.stdout;
  readonly #encoder = new TextEncoder();

  constructor(stream: typeof Deno.stdout) {
    this.#stream = stream;
    this.isTerminal = stream.isTerminal();
    this.colour = decideColour(env, this.isTerminal);
  }

  get columns(): number {
    if (!this.isTerminal) return DEFAULT_COLUMNS;
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  }

  async send(text: string): Promise<void> {
    let rest = this.#encoder.encode(text);
    while (rest.length > 0) rest = rest.subarray(await this.#stream.write(rest));
  }

  write(text: string): void {
    let rest = this.#encoder.encode(text);
    try {
      while (rest.length > 0) rest = rest.subarray(this.#stream.writeSync(rest));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      throw new OutputClosedError("Cannot write: nobody reads any more", { cause: error });
    }
  }
}

class DeafOutput extends StreamOutput {
  override write(text: string): void {
    try {
      super.write(text);
    } catch {
      // Talk that nobody can hear: there is nothing to do about it.
    }
  }
}
