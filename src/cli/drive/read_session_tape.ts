// Reads a tape for driving it: its script, and beside it which of its requests' headers and query
// parameters were hidden, since those cannot be sent as they stand.

import type { Header, TapeHeader } from "../../tape/entry.ts";
import { describeProblem } from "../../tape/problem.ts";
import { ScriptReader } from "../../replay/read_script.ts";
import type { ReplayScript, ReplaySession } from "../../replay/script.ts";
import type { Host } from "../host.ts";
import { openReading } from "../inspect/reading.ts";

export interface DrivenTape {
  readonly header: TapeHeader;
  readonly script: ReplayScript;
  /** The line of the request that began a session, and the headers that were hidden in it. */
  hiddenHeaders(session: ReplaySession): HiddenHeaders | undefined;
}

export interface HiddenHeaders {
  readonly line: number;
  readonly names: readonly string[];
}

export async function readDrivenTape(typed: string, host: Host): Promise<DrivenTape> {
  const tape = await openReading(typed, host, {
    onProblem: (problem) => host.stderr.write(`wiretape: ${describeProblem(problem)}\n`),
  });
  const reader = new ScriptReader(tape.header.eventKeys);
  // A session's request keeps the list of headers that its entry has.
  const hidden = new Map<readonly Header[], HiddenHeaders>();
  for await (const line of tape.lines) {
    if (!line.known) continue;
    const { entry, number } = line;
    if (entry.kind === "request" && entry.redacted !== undefined) {
      hidden.set(entry.headers, { line: number, names: namesIn(entry) });
    }
    reader.receive(entry, number);
  }
  return {
    header: tape.header,
    script: reader.script(),
    hiddenHeaders: ({ request }) => hidden.get(request.headers),
  };
}

function namesIn(
  { headers, redacted = {} }: {
    readonly headers: readonly Header[];
    readonly redacted?: { readonly [field: string]: unknown };
  },
): readonly string[] {
  return headers.flatMap(([name], index) => {
    const isHidden = Object.keys(redacted).some((field) => field.startsWith(`headers[${index}]`));
    return isHidden ? [name] : [];
  });
}
