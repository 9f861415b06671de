// Two tapes that differ in one thing: that is found, exactly that, and nothing else.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Value, valueToJson } from "../../src/base/json.ts";
import type { Act } from "../../src/diff/act.ts";
import type { Finding } from "../../src/diff/result.ts";
import { checkAsyncProperty } from "../house/property.ts";
import { MUTATIONS } from "./mutations.ts";
import { diffScripts, type ScriptAct, type ScriptSession } from "./script_tape.ts";

/** Every act says something of its own: so it is known which one it is. */
const session = fc.record({
  namespaces: fc.constant(["/", "/sfa"]),
  acts: fc.array(
    fc.record({
      from: fc.constantFrom("client", "server"),
      namespace: fc.constantFrom("/", "/sfa"),
      name: fc.constantFrom("move", "say", "join"),
      speed: fc.nat(20),
      asks: fc.boolean(),
      after: fc.integer({ min: 1, max: 500 }),
    }),
    { maxLength: 14 },
  ),
});

const sessions = fc.array(session, { minLength: 1, maxLength: 3 }).map((drafts) => {
  let count = 0;
  return drafts.map(({ namespaces, acts }): ScriptSession => ({
    namespaces,
    refused: [],
    acts: acts.map(({ speed, asks, ...act }): ScriptAct => {
      const n = count++;
      return {
        ...act,
        args: [{ n, speed }],
        ...(asks ? { answer: [{ ok: n }] } : {}),
      };
    }),
  }));
});

for (const mutation of MUTATIONS) {
  Deno.test(`diffTapes() finds exactly what a mutation does: ${mutation.name}`, async () => {
    await checkAsyncProperty(
      mutation.name,
      fc.asyncProperty(sessions, fc.nat(), async (good, seed) => {
        const mutated = mutation.mutate(good, (below) => below === 0 ? 0 : seed % below);
        fc.pre(mutated !== undefined);
        if (mutated === undefined) return;
        const result = await diffScripts(good, mutated.sessions, mutation.rules);
        const found = result.findings.map(describe);
        assertEquals(found.map((text, index) => choose(text, mutated.expected[index])), [
          ...mutated.expected,
        ]);
        assertEquals(result.same, mutated.expected.length === 0);
      }),
      { runs: 200 },
    );
  });
}

/** `one or other` stands for either of them. */
function choose(found: string, expected = ""): string {
  const [kind = "", ...rest] = expected.split(" ");
  const names = rest.join(" ").split(" or ");
  return names.length > 1 && names.some((name) => found === `${kind} ${name}`) ? expected : found;
}

function describe(finding: Finding): string {
  switch (finding.kind) {
    case "missing":
      return `missing ${actOf(finding.left)}`;
    case "added":
      return `added ${finding.repeats === undefined ? "" : "again "}${actOf(finding.right)}`;
    case "changed": {
      const { left: { key }, consequences } = finding;
      if (consequences !== undefined) {
        return `changed connect ${key.namespace} connect ${consequences}`;
      }
      const places = finding.differences.map(({ path, left, right }) =>
        `${path} ${shown(left)} ${shown(right)}`
      );
      return `changed ${actOf(finding.left)} ${places.join(" ")}`;
    }
    case "moved":
      return `moved ${actOf(finding.left)}`;
    case "answer":
      return `answer ${finding.what} ${actOf(finding.left)}`;
    case "late":
      return `late ${finding.what}${finding.what === "drift" ? "" : ` ${actOf(finding.left)}`}`;
    case "ending":
      return `ending ${finding.consequences}`;
    default:
      return finding.kind;
  }
}

function actOf({ key: { from, namespace, name }, content: { value } }: Act): string {
  return `${from} ${namespace} ${name} ${JSON.stringify(valueToJson(value))}`;
}

function shown(value: Value | undefined): string {
  return value === undefined ? "-" : JSON.stringify(valueToJson(value));
}
