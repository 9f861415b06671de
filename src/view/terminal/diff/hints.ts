// What one would do next: look at the place in both tapes, or accept the difference. Quietly, once.

import type { Act, ActKey, ActSession } from "../../../diff/act.ts";
import type { Difference, DiffResult, Finding } from "../../../diff/result.ts";
import { pathsOfNoise } from "../../../diff/noise_path.ts";
import { printable } from "../event_line.ts";
import { sidesOf } from "./finding_text.ts";
import { textWidth } from "../text_width.ts";
import type { Canvas } from "./parts.ts";

/** Commands are never cut: they are there to be copied. */
export function hintLines(result: DiffResult, { columns, paint }: Canvas): readonly string[] {
  if (result.same) return [];
  const looks = lookTexts(result);
  const accept = acceptText(result.findings);
  const look = `${LOOK}${looks.join(" · ")}`;
  const lookLines = textWidth(look) <= columns ? [look] : [LOOK, ...looks.map((one) => `  ${one}`)];
  return [
    ...(looks.length === 0 ? [] : lookLines),
    ...(accept === undefined ? [] : [`to allow a change: ${accept}`]),
  ].map((text) => paint("dim", text.trimEnd()));
}

const LOOK = "to look closer: ";

/** `inspect good.ndjson --around 83`, of each tape. */
function lookTexts({ first, left, right, sessions }: DiffResult): readonly string[] {
  if (first === undefined) return [];
  const sides = sidesOf(first.finding);
  const alone = first.finding.kind === "session-missing" || first.finding.kind === "session-added"
    ? sessions[first.finding.session]
    : undefined;
  const looks = [
    [left.name, sides.left ?? first.lastGood?.left ?? firstAct(alone?.left)],
    [right.name, sides.right ?? first.lastGood?.right ?? firstAct(alone?.right)],
  ] as const;
  return looks.flatMap(([name, act]) =>
    act === undefined || name === "stdin" ? [] : [`inspect ${quoted(name)} --around ${act.line}`]
  );
}

function firstAct(session: ActSession | undefined): Act | undefined {
  return session?.client[0] ?? session?.server[0];
}

/** The flag by which the first difference that can be allowed would not count. */
function acceptText(findings: readonly Finding[]): string | undefined {
  for (const finding of findings) {
    switch (finding.kind) {
      case "changed":
      case "answer": {
        const { key } = finding.left;
        const flag = finding.differences.map((one) => flagFor(one, key)).find(Boolean);
        if (flag !== undefined) return flag;
        break;
      }
      case "live":
        if ("path" in finding.change) {
          const [path] = pathsOfNoise(finding.change.path);
          if (path !== undefined) return `--ignore ${quoted(path)}`;
        }
        break;
    }
  }
  const isUncertain = findings.some(({ kind }) => kind !== "late");
  return isUncertain ? "--baseline OTHER_GOOD, if two good tapes differ there too" : undefined;
}

function flagFor(difference: Difference, key: ActKey): string | undefined {
  const { path, left, right, distance } = difference;
  const [place, ...more] = pathsOfNoise(path);
  if (place === undefined) return undefined;
  // All of what an event carries: nobody wants to ignore that of every event.
  const whole = place === "$" && key.kind === "event" ? `${key.name}:$` : place;
  // A position is two places: nobody ignores only one of them.
  if (more.length > 0) return geoFlag(distance) ?? `--ignore ${quoted(whole)}`;
  const ignore = `--ignore ${quoted(whole)}`;
  if (typeof left !== "number" || typeof right !== "number" || distance !== undefined) {
    return ignore;
  }
  return `${ignore} or --tolerance ${quoted(`${whole}=${roomFor(Math.abs(left - right))}`)}`;
}

/** `12.4 m` is allowed by `--geo 20m`. */
function geoFlag(distance: string | undefined): string | undefined {
  const [, amount, unit] = /^([\d.]+) (m|km)$/.exec(distance ?? "") ?? [];
  return amount === undefined ? undefined : `--geo ${roomFor(Number(amount))}${unit}`;
}

/** The next number of one digit: 0.034 is allowed by 0.04. */
function roomFor(distance: number): string {
  const step = 10 ** Math.floor(Math.log10(distance));
  return String(Number((Math.ceil(distance / step) * step).toPrecision(2)));
}

/** As a shell takes it. */
function quoted(text: string): string {
  const shown = printable(text);
  return /^[\w@./:-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
