// Runs `inspect` in this process and keeps what it printed.

import { join } from "node:path";
import { run } from "../../../src/cli/run.ts";
import { root } from "../../house/tree.ts";
import { fakeHost, type FakeHostOptions } from "../fake_host.ts";

export const tapes: string = join(root, "fixtures", "tapes");

export interface Inspected {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** Where nothing else is said, the user stands among the tapes that ship. */
export async function inspect(
  args: readonly string[],
  options: FakeHostOptions = {},
): Promise<Inspected> {
  const host = fakeHost({ folder: tapes, ...options });
  const code = await run(["inspect", ...args], host);
  return { code, out: host.stdout.written, talk: host.stderr.written };
}

/** The lines of a timeline: what stands between the header and the blank line after it. */
export function timelineOf({ out }: Inspected): readonly string[] {
  const lines = out.split("\n");
  const start = lines.indexOf("") + 1;
  return lines.slice(start, lines.indexOf("", start));
}

/** The numbers of the entries that a timeline shows. */
export function numbersOf(inspected: Inspected): readonly number[] {
  return timelineOf(inspected).flatMap((line) => {
    const [, number] = /^ *#(\d+) /.exec(line) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
}

/** A tape of these lines after a header, as text. */
export function tapeText(lines: readonly object[], header: object = {}): string {
  const first = {
    kind: "tape",
    format: "wiretape/1",
    id: "1",
    startedAt: "2026-11-21T03:00:00.000Z",
    tool: "wiretape 0.1.0",
    mode: "record",
    ...header,
  };
  return [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}
