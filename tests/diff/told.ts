// What is found between two tapes, told shortly; and the tapes, made of a few lines each.

import { diffTapes } from "../../src/diff/diff_tapes.ts";
import type { DiffResult, Finding } from "../../src/diff/result.ts";
import { DEFAULT_RULES, type DiffRules } from "../../src/diff/rules.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { get, says } from "../timeline/moments_of.ts";
import { type ScriptAct, type ScriptSession, tapeText, toRead } from "./script_tape.ts";

export async function diffEntries(
  left: readonly Entry[],
  right: readonly Entry[],
  rules: Partial<DiffRules> = {},
): Promise<DiffResult> {
  return await diffTapes({
    left: toRead("left", tapeText(left)),
    right: toRead("right", tapeText(right)),
    rules: { ...DEFAULT_RULES, ...rules },
  });
}

/** Short, with the paths of what changed. */
export function told({ findings }: DiffResult): readonly string[] {
  return findings.map(tell);
}

export function tell(finding: Finding): string {
  switch (finding.kind) {
    case "missing":
      return `missing ${finding.left.key.name}`;
    case "added":
      return `added ${finding.right.key.name}`;
    case "changed":
    case "answer": {
      const paths = finding.differences.map(({ path }) => path).join(" ");
      return `${finding.kind} ${finding.left.key.name} ${paths}`.trimEnd();
    }
    case "moved":
      return `moved ${finding.left.key.name} ${finding.by}`;
    case "ending":
      return `ending ${finding.left.kind} ${finding.right.kind} ${finding.consequences}`;
    default:
      return finding.kind;
  }
}

export function act(
  name: string,
  args: ScriptAct["args"] = [],
  from: ScriptAct["from"] = "server",
): ScriptAct {
  return { from, namespace: "/", name, args, after: 10 };
}

export function session(...acts: readonly ScriptAct[]): ScriptSession {
  return { namespaces: ["/"], refused: [], acts };
}

/** A plain WebSocket with these messages. */
export function plain(
  messages: readonly (readonly ["client" | "server", string])[],
  { conn = 1, path = "/live", code = 1000 } = {},
): readonly Entry[] {
  return [
    { kind: "open", at: 0, conn },
    get(1, conn, path),
    { kind: "response", at: 2, conn, id: conn, status: 101, headers: [] },
    ...messages.map(([from, text], index) => says(from, 3 + index, text, conn)),
    { kind: "control", at: 50, conn, from: "server", op: "close", code, reason: "" },
    { kind: "close", at: 51, conn, by: "server" },
  ];
}
