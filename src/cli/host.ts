// What the command line may ask of the machine it runs on, and Deno's answers. Tests hand commands
// a host of their own; this is the only file of Wiretape's that names `Deno`.

import { resolve } from "node:path";
import type { PipedChild } from "../base/piped_child.ts";
import { decideColour } from "./colour.ts";
import { type Signal, SignalBoard } from "./signal_board.ts";

export type { Signal };

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
  /**
   * Calls the listener for every such signal until disposed of. Then one that ends programs ends
   * this one, unless it is the second of a pair.
   */
  onSignal(signals: readonly Signal[], listener: (signal: Signal) => void): Disposable;
  /** Starts a program where the user stands, on the same terminal, with these variables besides. */
  spawn(command: readonly string[], env: Readonly<Record<string, string>>): Child;
  /**
   * Starts a program to talk to, in the working folder. It has the whole environment of this one,
   * which node:child_process under --ignore-env would not give it.
   */
  spawnPiped(command: readonly string[]): PipedChild;
  exit(code: number): never;
}

export interface Child {
  /** Its exit code; 128 and the signal's number when a signal ended it, as shells have it. */
  readonly code: Promise<number>;
  /** Does nothing when it has ended. */
  kill(signal: Signal | "SIGKILL"): void;
}

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
  /** Calls the listener for every key that is pressed, until disposed of; never where no terminal is. */
  onKey(listener: (key: string) => void): Disposable;
}

/** The reader of stdout has gone. Not a failure: a command that only prints ends quietly. */
export class OutputClosedError extends Error {
  override readonly name = "OutputClosedError";
}

/** The width where there is no terminal, or one that does not know (0 columns). */
export const DEFAULT_COLUMNS = 80;

export function denoHost(): Host {
  const signals = new SignalBoard({
    catchSignal: (signal, caught) => Deno.addSignalListener(signal, caught),
    exit: (code) => Deno.exit(code),
    now: () => performance.now(),
  });
  return {
    args: Deno.args,
    stdout: new StreamOutput(Deno.stdout),
    stderr: new DeafOutput(Deno.stderr),
    stdin: {
      isTerminal: Deno.stdin.isTerminal(),
      get bytes(): ReadableStream<Uint8Array> {
        return Deno.stdin.readable;
      },
      onKey: listenForKeys,
    },
    resolvePath: (path) => resolve(userFolder(env, Deno.cwd()), path),
    env,
    onSignal: (names, listener) => signals.listen(names, listener),
    spawn: (command, variables) => spawnChild(command, variables, userFolder(env, Deno.cwd())),
    spawnPiped,
    exit: (code) => Deno.exit(code),
  };
}

function listenForKeys(listener: (key: string) => void): Disposable {
  if (!Deno.stdin.isTerminal()) return { [Symbol.dispose](): void {} };
  // Keys come one by one, and Ctrl-C goes on being a signal.
  Deno.stdin.setRaw(true, { cbreak: true });
  let isOver = false;
  const listen = async (): Promise<void> => {
    const bytes = new Uint8Array(16);
    for (;;) {
      const count = await Deno.stdin.read(bytes);
      if (count === null || isOver) return;
      for (const key of new TextDecoder().decode(bytes.subarray(0, count))) listener(key);
    }
  };
  // A terminal that is gone has no more keys.
  listen().catch(() => {});
  return {
    [Symbol.dispose](): void {
      isOver = true;
      try {
        Deno.stdin.setRaw(false);
      } catch {
        // The terminal has gone: nobody will miss its old ways.
      }
    },
  };
}

function spawnChild(
  [program = "", ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  folder: string,
): Child {
  // A `deno task` in it keeps an INIT_CWD that stands, even an empty one; npm sets its own.
  const env = { ...variables, INIT_CWD: folder };
  const child = new Deno.Command(program, { args, env, cwd: folder }).spawn();
  return {
    code: child.status.then((status) => status.code),
    kill: (signal) => killChild(child, signal),
  };
}

/** It may have ended a moment ago, before anybody here was told. */
function killChild(child: Deno.ChildProcess, signal: Signal | "SIGKILL"): void {
  try {
    child.kill(signal);
  } catch (error) {
    const { BadResource, NotFound } = Deno.errors;
    const hasEnded = [TypeError, BadResource, NotFound].some((Type) => error instanceof Type);
    if (!hasEnded) throw error;
  }
}

function spawnPiped([program = "", ...args]: readonly string[]): PipedChild {
  const child = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { stdin, stdout, stderr } = child;
  return {
    stdin,
    stdout,
    stderr,
    code: child.status.then((status) => status.code),
    kill: (signal) => killChild(child, signal),
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
    try {
      return Deno.consoleSize().columns || DEFAULT_COLUMNS;
    } catch {
      // The terminal has gone.
      return DEFAULT_COLUMNS;
    }
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
