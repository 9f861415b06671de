// Tapes for the tests of conversions: the shipped ones, and small ones made of a few lines; converted,
// decoded to their events, and looked through by `verifyTape`.

import { join } from "node:path";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import { type JsonValue, valueToJson } from "../../../src/base/json.ts";
import { readTape } from "../../../src/tape/reader.ts";
import type { TapeHeader } from "../../../src/tape/entry.ts";
import { convertLines, type ConvertOptions } from "../../../src/timeline/convert/convert.ts";
import type { ConvertProblem } from "../../../src/timeline/convert/outcome.ts";
import type { Moment } from "../../../src/timeline/moment.ts";
import { momentsOf } from "../../../src/timeline/timeline.ts";
import { verifyTape } from "../../../src/timeline/verify.ts";
import type { Finding, Verdict } from "../../../src/timeline/verify_finding.ts";
import { root } from "../../house/tree.ts";

const folder = join(root, "fixtures", "tapes");

/** The text of every shipped tape by its name. */
export const FIXTURES: ReadonlyMap<string, string> = new Map(
  Array.from(Deno.readDirSync(folder), ({ name }): [string, string] => [
    name.replace(".ndjson", ""),
    Deno.readTextFileSync(join(folder, name)),
  ]),
);

export function fixture(name: string): string {
  const text = FIXTURES.get(name);
  if (text === undefined) throw new Error(`There is no tape ${name}`);
  return text;
}

export const HEADER: TapeHeader = {
  kind: "tape",
  format: "wiretape/1",
  id: "1",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape 0.1.0",
  mode: "record",
  watch: ["*"],
};

export function tapeOf(...lines: readonly object[]): string {
  return [HEADER, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

export interface Converted {
  /** The whole tape, under the header that it had. */
  readonly text: string;
  readonly problems: readonly ConvertProblem[];
}

export async function convertText(
  text: string,
  options: Omit<ConvertOptions, "onProblem">,
): Promise<Converted> {
  const tape = await readTape([encodeUtf8(text)]);
  const problems: ConvertProblem[] = [];
  const lines = [text.slice(0, text.indexOf("\n"))];
  const onProblem = (problem: ConvertProblem): void => {
    problems.push(problem);
  };
  for await (const { entry } of convertLines(tape, { ...options, onProblem })) {
    lines.push(JSON.stringify(entry));
  }
  return { text: lines.map((line) => `${line}\n`).join(""), problems };
}

export function entriesOf(text: string): readonly { readonly [field: string]: JsonValue }[] {
  return text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line));
}

export async function momentsIn(text: string): Promise<readonly Moment[]> {
  return await Array.fromAsync(momentsOf(await readTape([encodeUtf8(text)])));
}

/** The events of a tape, read from its raw messages. */
export async function eventsIn(text: string): Promise<readonly JsonValue[]> {
  return (await momentsIn(text)).flatMap(({ decoded, at }) => {
    const event = decoded?.event;
    if (event === undefined || decoded === undefined) return [];
    const { namespace, name, args, ackId = null, offset = null } = event;
    return [[at, decoded.from, namespace, name, args.map(valueToJson), ackId, offset]];
  });
}

export interface Verified {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

export async function verifyText(text: string): Promise<Verified> {
  const findings: Finding[] = [];
  const looking = verifyTape([encodeUtf8(text)]);
  for (;;) {
    const step = await looking.next();
    if (step.done === true) return { findings, verdict: step.value };
    findings.push(step.value);
  }
}
