// Runs `diff` in this process and keeps what it printed, in a folder with the tapes that ship and with
// made ones.

import { join } from "node:path";
import type { Host, Output } from "../../../src/cli/host.ts";
import { run } from "../../../src/cli/run.ts";
import { root } from "../../house/tree.ts";
import { fakeHost, type FakeHostOptions } from "../fake_host.ts";
import { type Ride, rideTape } from "./ride_tape.ts";

export interface Compared {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

export interface DiffTestOptions extends FakeHostOptions {
  /** So wide is the terminal that stdout is. */
  readonly terminal?: number;
}

export async function diff(
  args: readonly string[],
  options: DiffTestOptions = {},
): Promise<Compared> {
  return await wiretape(["diff", ...args], options);
}

export async function wiretape(
  args: readonly string[],
  options: DiffTestOptions = {},
): Promise<Compared> {
  const { terminal, ...more } = options;
  const fake = fakeHost({ folder: shipped, ...more });
  const stdout: Output = terminal === undefined ? fake.stdout : {
    isTerminal: true,
    columns: terminal,
    colour: more.colour ?? false,
    write: (text) => fake.stdout.write(text),
    send: (text) => fake.stdout.send(text),
  };
  const host: Host = { ...fake, stdout };
  const code = await run(args, host);
  return { code, out: fake.stdout.written, talk: fake.stderr.written };
}

/** The tapes that ship. */
export const shipped: string = join(root, "fixtures", "tapes");

/** A folder of its own with made tapes in it, which goes away again. */
export class TapeFolder implements AsyncDisposable {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  static async make(rides: Readonly<Record<string, Ride>> = {}): Promise<TapeFolder> {
    const folder = new TapeFolder(await Deno.makeTempDir({ prefix: "wiretape-" }));
    for (const [name, ride] of Object.entries(rides)) {
      folder.write(`${name}.ndjson`, rideTape(ride));
    }
    return folder;
  }

  write(name: string, text: string): void {
    Deno.writeTextFileSync(join(this.path, name), text);
  }

  read(name: string): string {
    return Deno.readTextFileSync(join(this.path, name));
  }

  /** A tape that ships, under its name, edited by `convert` where that is asked for. */
  async take(name: string, as = name, edits: readonly string[] = []): Promise<void> {
    const from = join(shipped, `${name}.ndjson`);
    const args = ["convert", from, "--out", `${as}.ndjson`, ...edits];
    const { code, talk } = await wiretape(args, { folder: this.path });
    if (code !== 0) throw new Error(`convert failed: ${talk}`);
  }

  async diff(args: readonly string[], options: DiffTestOptions = {}): Promise<Compared> {
    return await diff(args, { folder: this.path, ...options });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
