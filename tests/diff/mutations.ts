// Everything that can happen to a session, one thing at a time: what it does to a script, and what
// exactly must be found.

import type { JsonValue } from "../../src/base/json.ts";
import { DEFAULT_TIMING, type DiffRules } from "../../src/diff/rules.ts";
import { compilePath } from "../../src/timeline/filter/path.ts";
import type { ScriptAct, ScriptSession } from "./script_tape.ts";

export interface Mutation {
  readonly name: string;
  readonly rules?: Partial<DiffRules>;
  /** Undefined where there is nothing to do it to. `pick` chooses below a number. */
  mutate(sessions: readonly ScriptSession[], pick: (below: number) => number): Mutated | undefined;
}

export interface Mutated {
  readonly sessions: readonly ScriptSession[];
  /** Findings as `describe()` has them. */
  readonly expected: readonly string[];
}

/** A new value that no act has. */
const OTHER = 1_000_000;

export const MUTATIONS: readonly Mutation[] = [
  { name: "nothing", mutate: (sessions) => ({ sessions, expected: [] }) },
  {
    name: "drop",
    mutate: onSession((session, pick) => {
      const index = pick(session.acts.length);
      const act = session.acts[index];
      if (act === undefined) return undefined;
      // What follows stays at its time.
      const next = session.acts[index + 1];
      const acts = next === undefined
        ? session.acts.slice(0, index)
        : session.acts.toSpliced(index, 2, { ...next, after: next.after + act.after });
      const rest = next === undefined ? 5 + act.after : 5;
      return { session: { ...session, acts, rest }, expected: [`missing ${nameOf(act)}`] };
    }),
  },
  onActs("add", (acts, index, act) => {
    const other = { ...act, args: [{ n: OTHER }] };
    return { acts: acts.toSpliced(index, 0, other), expected: [`added ${nameOf(other)}`] };
  }),
  onActs("change a leaf", (acts, index, act) => ({
    acts: acts.with(index, withField(act, "n", OTHER)),
    expected: [`changed ${nameOf(act)} $.n ${fieldOf(act, "n")} ${OTHER}`],
  })),
  onActs("take a field away", (acts, index, act) => ({
    acts: acts.with(index, { ...act, args: [{ n: fieldOf(act, "n") ?? null }] }),
    expected: [`changed ${nameOf(act)} $.speed ${fieldOf(act, "speed")} -`],
  })),
  onActs("change within tolerance", (acts, index, act) => ({
    acts: acts.with(index, withField(act, "speed", Number(fieldOf(act, "speed")) + 0.4)),
    expected: [],
  }), { tolerances: [{ path: compilePath("$.speed"), amount: 0.5 }] }),
  onActs("change beyond tolerance", (acts, index, act) => {
    const speed = Number(fieldOf(act, "speed"));
    return {
      acts: acts.with(index, withField(act, "speed", speed + 2)),
      expected: [`changed ${nameOf(act)} $.speed ${speed} ${speed + 2}`],
    };
  }, { tolerances: [{ path: compilePath("$.speed"), amount: 0.5 }] }),
  onActs("change what is ignored", (acts, index, act) => ({
    acts: acts.with(index, withField(act, "n", OTHER)),
    expected: [],
  }), { ignore: [{ path: compilePath("**.n") }] }),
  {
    name: "swap",
    mutate: onSession((session, pick) => {
      const { acts } = session;
      const places = acts.flatMap((act, index) =>
        acts[index + 1]?.from === act.from ? [index] : []
      );
      const index = places[pick(places.length)];
      const [one, other] = index === undefined ? [] : [acts[index], acts[index + 1]];
      if (index === undefined || one === undefined || other === undefined) return undefined;
      // Which of the two was moved is a matter of taste: the earlier one is.
      const swapped = acts.with(index, { ...other, after: one.after })
        .with(index + 1, { ...one, after: other.after });
      return {
        session: { ...session, acts: swapped },
        expected: [`moved ${nameOf(one)} or ${nameOf(other)}`],
      };
    }),
  },
  onActs("duplicate", (acts, index, act) => ({
    acts: acts.toSpliced(index + 1, 0, { ...act, after: 0 }),
    expected: [`added again ${nameOf(act)}`],
  })),
  onActs("delay, times not looked at", (acts, index, act) => ({
    acts: acts.with(index, { ...act, after: act.after + 5000 }),
    expected: [],
  })),
  {
    name: "lose an answer",
    mutate: onSession((session, pick) => {
      const places = session.acts.flatMap(({ answer }, index) =>
        answer === undefined ? [] : [index]
      );
      const index = places[pick(places.length)] ?? -1;
      const act = session.acts[index];
      if (act === undefined) return undefined;
      const acts = session.acts.with(index, { ...act, answer: "lost" });
      return { session: { ...session, acts }, expected: [`answer lost ${nameOf(act)}`] };
    }),
  },
  onActs("another namespace", (acts, index, act) => {
    const namespace = act.namespace === "/" ? "/sfa" : "/";
    return {
      acts: acts.with(index, { ...act, namespace }),
      expected: [`changed ${nameOf(act)} namespace "${act.namespace}" "${namespace}"`],
    };
  }),
  onActs("another name", (acts, index, act) => ({
    acts: acts.with(index, { ...act, name: "renamed" }),
    expected: [`changed ${nameOf(act)} event "${act.name}" "renamed"`],
  })),
  {
    name: "early disconnect",
    mutate: onSession((session, pick) => {
      const { acts } = session;
      if (acts.length === 0) return undefined;
      const kept = acts.slice(0, pick(acts.length));
      return {
        session: { ...session, acts: kept, rest: 0 },
        expected: [`ending ${acts.length - kept.length}`],
      };
    }),
  },
  {
    name: "refused connect",
    mutate: onSession((session, pick) => {
      const namespace = session.namespaces[pick(session.namespaces.length)] ?? "/";
      const acts = session.acts.filter((act) => act.namespace !== namespace);
      const count = session.acts.length - acts.length;
      return {
        session: { ...session, acts: keepPace(session.acts, namespace), refused: [namespace] },
        expected: [`changed connect ${namespace} connect ${count}`],
      };
    }),
  },
  onActs("delay, times looked at", (acts, index, act) => {
    // What the other side says next comes later as well.
    const late = (["client", "server"] as const).flatMap((side) => {
      const next = acts.find(({ from }, place) => place >= index && from === side);
      return next === undefined ? [] : [`late gap ${nameOf(next)}`];
    });
    return {
      acts: acts.with(index, { ...act, after: act.after + 60_000 }),
      expected: [...late, "late drift"],
    };
  }, { timing: DEFAULT_TIMING }),
];

/** A mutation of one act. */
function onActs(
  name: string,
  change: (acts: readonly ScriptAct[], index: number, act: ScriptAct) => {
    readonly acts: readonly ScriptAct[];
    readonly expected: readonly string[];
  },
  rules?: Partial<DiffRules>,
): Mutation {
  const mutate = onSession((session, pick) => {
    const index = pick(session.acts.length);
    const act = session.acts[index];
    if (act === undefined) return undefined;
    const { acts, expected } = change(session.acts, index, act);
    return { session: { ...session, acts }, expected };
  });
  return { name, mutate, ...(rules === undefined ? {} : { rules }) };
}

interface MutatedSession {
  readonly session: ScriptSession;
  readonly expected: readonly string[];
}

function onSession(
  change: (session: ScriptSession, pick: (below: number) => number) => MutatedSession | undefined,
): Mutation["mutate"] {
  return (sessions, pick) => {
    const index = pick(sessions.length);
    const session = sessions[index];
    const mutated = session === undefined ? undefined : change(session, pick);
    if (mutated === undefined) return undefined;
    return { sessions: sessions.with(index, mutated.session), expected: mutated.expected };
  };
}

/** Without a namespace's acts, everything else at its time. */
function keepPace(acts: readonly ScriptAct[], without: string): readonly ScriptAct[] {
  const kept: ScriptAct[] = [];
  let owed = 0;
  for (const act of acts) {
    if (act.namespace === without) owed += act.after;
    else {
      kept.push({ ...act, after: act.after + owed });
      owed = 0;
    }
  }
  return kept;
}

export function nameOf({ from, namespace, name, args }: ScriptAct): string {
  return `${from} ${namespace} ${name} ${JSON.stringify(args)}`;
}

function fieldOf({ args: [first] }: ScriptAct, field: string): JsonValue | undefined {
  const fields = new Map(Object.entries(first ?? {}));
  return fields.get(field);
}

function withField(act: ScriptAct, field: string, value: JsonValue): ScriptAct {
  const [first] = act.args;
  return { ...act, args: [{ ...Object.fromEntries(Object.entries(first ?? {})), [field]: value }] };
}
