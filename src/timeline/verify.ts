// Looks whether a tape is what it says it is: every line by itself, the lines with each other, what
// was derived against what was sent, and no secret left where secrets were to be hidden.

import { isJsonObject } from "../base/json.ts";
import type { EndEntry, TapeHeader, TapeLine } from "../tape/entry.ts";
import { readTape, type StoredTape } from "../tape/reader.ts";
import type { TapeProblem } from "../tape/problem.ts";
import type { TapeSource } from "../tape/line_runs.ts";
import { parseExtra } from "../tape/redact/extra.ts";
import { type FoundSecret, SecretFinder } from "../tape/redact/verify.ts";
import type { Moment } from "./moment.ts";
import { Timeline, timelineOptions } from "./timeline.ts";
import { checkEntryItself } from "./verify_entry.ts";
import { EventCheck } from "./verify_events.ts";
import type { Finding, Severity, Verdict } from "./verify_finding.ts";
import { LifeCheck } from "./verify_lives.ts";

/**
 * The findings as the tape is read, and the verdict at the end (as the generator's own result).
 * Throws a TapeError when there is no tape to be read at all.
 */
export async function* verifyTape(source: TapeSource): AsyncGenerator<Finding, Verdict> {
  const problems: TapeProblem[] = [];
  const onProblem = (problem: TapeProblem): void => {
    problems.push(problem);
  };
  const tape = await readTape(source, { onProblem });
  const verifier = new Verifier(tape.header);
  yield* verifier.header();
  for await (const lines of tape.batches) {
    for (const line of lines) {
      yield* verifier.unread(problems, line.number);
      yield* verifier.receive(line);
    }
  }
  yield* verifier.unread(problems, Infinity);
  yield* verifier.finish(tape);
  return verifier.verdict(tape);
}

class Verifier {
  readonly #header: TapeHeader;
  readonly #timeline: Timeline;
  readonly #events: EventCheck;
  readonly #lives = new LifeCheck();
  readonly #secrets: SecretFinder | undefined;
  readonly #counts = new Map<string, number>();
  #expressionProblem: string | undefined;
  #entries = 0;
  #unread = 0;
  #hiddenLines = 0;
  #latest = -Infinity;
  #findings = { error: 0, warning: 0 };
  #end: { readonly line: number; readonly entry: EndEntry } | undefined;

  constructor(header: TapeHeader) {
    this.#header = header;
    this.#timeline = new Timeline(timelineOptions({ header }));
    this.#events = new EventCheck(header.watch ?? []);
    this.#secrets = header.redaction?.on === true
      ? new SecretFinder(this.#extra(header))
      : undefined;
  }

  *header(): Generator<Finding> {
    if (this.#expressionProblem !== undefined) {
      yield this.#count({
        line: 1,
        field: "redaction.keys",
        rule: "tape/header",
        severity: "warning",
        text: this.#expressionProblem,
      });
    }
    yield* this.#left(this.#secrets?.find(this.#header) ?? [], 1);
  }

  /** Lines that could not be read, in their place among the others. */
  *unread(problems: TapeProblem[], before: number): Generator<Finding> {
    while (problems[0] !== undefined && problems[0].line < before) {
      const { line, reason } = problems[0];
      problems.shift();
      this.#unread++;
      this.#events.unread(line);
      yield this.#count({ line, rule: "tape/line", severity: "error", text: reason });
    }
  }

  *receive(line: TapeLine): Generator<Finding> {
    const findings = [...this.#order(line), ...this.#endInTheMiddle(line)];
    this.#counts.set(line.entry.kind, (this.#counts.get(line.entry.kind) ?? 0) + 1);
    this.#entries++;
    if (line.entry.redacted !== undefined) this.#hiddenLines++;
    if (line.known) findings.push(...this.#known(line));
    for (const finding of findings) yield this.#count(finding);
    if (line.known) yield* this.#left(this.#secrets?.find(line.entry) ?? [], line.number);
  }

  *finish(tape: StoredTape): Generator<Finding> {
    for (
      const finding of [
        ...this.#lives.finish(),
        ...this.#events.finish(),
        ...this.#endCounts(),
        ...endOf(tape, this.#entries),
      ]
    ) {
      yield this.#count(finding);
    }
  }

  verdict(tape: StoredTape): Verdict {
    const { state } = tape.ending();
    const { error: errors, warning: warnings } = this.#findings;
    return {
      entries: this.#entries - (state === "whole" ? 1 : 0),
      events: this.#counts.get("event") ?? 0,
      hiddenLines: this.#hiddenLines,
      errors,
      warnings,
      ending: state === "unread" ? "cut-short" : state,
      secretsKept: this.#secrets === undefined,
    };
  }

  #known(line: TapeLine & { readonly known: true }): readonly Finding[] {
    const { entry, number } = line;
    const own = [...checkEntryItself(entry, number), ...this.#lives.receive(entry, number)];
    if (entry.kind === "event") return [...own, ...this.#events.event(entry, number)];
    if (entry.kind === "end") {
      this.#end = { line: number, entry };
      return own;
    }
    const moments: Moment[] = [];
    this.#timeline.receive(line, moments);
    const carries = entry.kind === "message" || entry.kind === "request" ||
      entry.kind === "response";
    return carries ? [...own, ...this.#events.raw(line, moments)] : own;
  }

  #order({ number, entry }: TapeLine): readonly Finding[] {
    const late = this.#latest - entry.at;
    this.#latest = Math.max(this.#latest, entry.at);
    if (entry.at < 0) {
      return [orderFinding("error", number, `"at" is ${entry.at}, before the begin`)];
    }
    if (!(late > 0)) return [];
    // Worth a look, no untruth: the recorder itself writes in the order of time.
    const behind = `${Number(late.toFixed(3))} ms before a line above`;
    return [orderFinding("warning", number, `"at" is ${entry.at}, ${behind}`)];
  }

  #endInTheMiddle({ number }: TapeLine): readonly Finding[] {
    const end = this.#end;
    if (end === undefined) return [];
    this.#end = undefined;
    const text = `"end" is not the last line: line ${number} follows`;
    return [{ line: end.line, rule: "tape/end", severity: "error", text }];
  }

  #endCounts(): readonly Finding[] {
    if (this.#end === undefined) return [];
    const { line, entry } = this.#end;
    const findings: Finding[] = [];
    const tell = (field: string, text: string): void => {
      findings.push({ line, field, rule: "tape/end", severity: "error", text });
    };
    const before = this.#entries + this.#unread - 1;
    if (entry.entries !== before) {
      tell("entries", `"entries" is ${entry.entries}, ${before} lines stand before it`);
    }
    // Nobody knows of what kind a line is that cannot be read.
    if (entry.counts === undefined || this.#unread > 0) return findings;
    for (const kind of new Set([...Object.keys(entry.counts), ...this.#counts.keys()])) {
      if (kind === "end" && entry.counts.end === undefined) continue;
      const said = entry.counts[kind] ?? 0;
      const there = this.#counts.get(kind) ?? 0;
      if (said !== there) {
        tell(`counts.${kind}`, `"counts" says ${said} ${kind}, ${there} are there`);
      }
    }
    return findings;
  }

  *#left(secrets: readonly FoundSecret[], line: number): Generator<Finding> {
    for (const { field, start, length } of secrets) {
      const text = `a secret stands open at ${start}, ${length} long`;
      yield this.#count({ line, field, rule: "secret/left", severity: "error", text });
    }
  }

  #count(finding: Finding): Finding {
    this.#findings[finding.severity]++;
    return finding;
  }

  /** What `--redact` hid; expressions that are hidden themselves cannot be looked for again. */
  #extra({ redaction, redacted }: TapeHeader): readonly (string | RegExp)[] {
    return (redaction?.keys ?? []).flatMap((key, index) => {
      if (isJsonObject(redacted) && redacted[`redaction.keys[${index}]`] !== undefined) return [];
      try {
        return [parseExtra(key)];
      } catch {
        this.#expressionProblem = `${JSON.stringify(key)} cannot be read: it is not looked for`;
        return [];
      }
    });
  }
}

function orderFinding(severity: Severity, line: number, text: string): Finding {
  return { line, field: "at", rule: "tape/order", severity, text };
}

/** A tape that was cut short is true as far as it goes: told, and no error. */
function endOf(tape: StoredTape, entries: number): readonly Finding[] {
  const ending = tape.ending();
  if (ending.state === "torn") {
    const { line, bytes } = ending;
    const text = `the last line is torn: its ${bytes} bytes have no line break and are not data`;
    return [{ line, rule: "tape/torn", severity: "warning", text }];
  }
  if (ending.state !== "cut-short") return [];
  const text = `the tape was cut short: its last line is no "end"`;
  return [{ line: entries + 1, rule: "tape/cut-short", severity: "warning", text }];
}
