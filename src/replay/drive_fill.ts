// Puts live values into the places of a client's messages, most of all where secrets were hidden on
// the tape: a filler of asterisks is nothing to send to a server.

import { isJsonObject, type JsonObject, type Value } from "../base/json.ts";
import type { Path } from "../timeline/filter/path.ts";
import { printPath } from "../timeline/filter/path_syntax.ts";
import { asking, namespaceParameters, withQuery } from "./drive_query.ts";
import type { Meaning } from "./meaning.ts";
import { dollarIn, withDollarIn } from "./rewritten_step.ts";
import type { Hidden, ReplaySession, Step } from "./script.ts";

/** `--fill '$.payload.token=…'` */
export interface Fill {
  readonly path: Path;
  readonly value: string;
}

/** What is still hidden in a message, and would be sent. */
export interface Unfilled {
  readonly line: number;
  readonly place: "message" | "auth" | "query" | "somewhere";
  /** `$.payload.token`; of a namespace's query the parameter's name. */
  readonly path?: string;
}

/** Live values, as they were given. */
export interface LiveValues {
  readonly fills: readonly Fill[];
  /** Stands in the place of every CONNECT's own. */
  readonly auth?: JsonObject;
  /** By name, also for the queries that namespaces were asked for with. */
  readonly query?: Readonly<Record<string, string>>;
}

export interface Filled {
  readonly session: ReplaySession;
  readonly unfilled: readonly Unfilled[];
  /** Those that found a place. */
  readonly used: ReadonlySet<Fill>;
}

/** Of one session, while it is filled. */
interface Filling {
  readonly session: ReplaySession;
  readonly values: LiveValues;
  readonly unfilled: Unfilled[];
  readonly used: Set<Fill>;
}

/** The session with live values. */
export function fillSession(session: ReplaySession, values: LiveValues): Filled {
  const filling: Filling = { session, values, unfilled: [], used: new Set() };
  const steps = session.steps.map((step) =>
    step.from === "client" ? fillStep(fillQuery(step, filling), filling) : step
  );
  const { unfilled, used } = filling;
  return { session: { ...session, steps }, unfilled, used };
}

/** A namespace's query is what older clients have for auth. */
function fillQuery(step: Step, { values, unfilled, used }: Filling): Step {
  const names = namespaceParameters(step.meaning);
  if (names.length === 0) return step;
  const { fills, auth = {}, query = {} } = values;
  const given: Record<string, string> = {};
  const parameters = Object.fromEntries(names.map((name) => [name, ""]));
  for (const fill of fills) {
    for (const { path: [name] } of fill.path.find(parameters)) {
      if (typeof name !== "string") continue;
      given[name] = fill.value;
      used.add(fill);
    }
  }
  for (const name of names) {
    const value = auth[name];
    if (typeof value === "string" || typeof value === "number") given[name] = String(value);
  }
  const asked = withQuery(step, { ...given, ...query });
  for (const path of asked.unfilled) unfilled.push({ line: step.line, place: "query", path });
  return asked.step;
}

/** What recovery asks with is the client's own, and stays. */
function withAuth(step: Step, auth: JsonObject): Step {
  const { hidden: _, ...plain } = step;
  if (step.meaning.kind !== "connect") return step;
  const recorded = isJsonObject(step.meaning.data) ? step.meaning.data : {};
  const { pid, offset } = recorded;
  const data = {
    ...auth,
    ...(pid === undefined ? {} : { pid }),
    ...(offset === undefined ? {} : { offset }),
  };
  return asking(plain, { ...step.meaning, data });
}

function fillStep(step: Step, { session, values, unfilled, used }: Filling): Step {
  const { meaning, hidden, line } = step;
  const { fills, auth } = values;
  // The CONNECT of revision 3 has room for none.
  const takesAuth = meaning.kind === "connect" && session.engineVersion !== 3;
  if (auth !== undefined && takesAuth) return withAuth(step, auth);
  const value = valueOf(meaning);
  if (value === undefined || hidden?.kind === "somewhere") {
    if (hidden !== undefined) unfilled.push({ line, place: "somewhere" });
    return step;
  }
  let marked = hidden === undefined ? value : valueOf(hidden.meaning) ?? value;
  let filled = value;
  for (const fill of fills) {
    const { path, value: text } = fill;
    const places = path.find(marked);
    if (places.length === 0) continue;
    used.add(fill);
    const numbers = new Set(
      places.filter((place) => isNumber(place.value, hidden))
        .map((place) => printPath(place.path)),
    );
    const change = (place: { readonly path: readonly (string | number)[] }): Value =>
      numbers.has(printPath(place.path)) && isNumeric(text) ? Number(text) : text;
    filled = path.replace(filled, change);
    marked = path.replace(marked, change);
  }
  const place = meaning.kind === "connect" ? "auth" : "message";
  for (const path of markedPaths(marked, hidden)) unfilled.push({ line, place, path });
  if (filled === value) return step;
  const { hidden: _, ...plain } = step;
  return withDollarIn(plain, filled, session.protocol);
}

/** `$` of a client's packet: a CONNECT without auth may be given some. */
function valueOf(meaning: Meaning): Value | undefined {
  return meaning.kind === "connect" ? meaning.data ?? {} : dollarIn(meaning);
}

function isNumeric(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function isNumber(value: Value, hidden: Hidden | undefined): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && hidden?.kind === "marked" &&
    hidden.number !== hidden.text && value.includes(hidden.number);
}

/** Where markers stand, as paths. */
function markedPaths(value: Value, hidden: Hidden | undefined): readonly string[] {
  if (hidden?.kind !== "marked") return [];
  const found: string[] = [];
  const marks = [hidden.text, hidden.number];
  const look = (item: Value, path: readonly (string | number)[]): void => {
    if (typeof item === "string") {
      if (marks.some((mark) => item.includes(mark))) found.push(printPath(path));
    } else if (item instanceof Uint8Array) {
      if (marks.some((mark) => item.includes(mark.charCodeAt(0)))) found.push(printPath(path));
    } else if (Array.isArray(item)) {
      for (const [index, child] of item.entries()) look(child, [...path, index]);
    } else if (isJsonObject(item)) {
      for (const [key, child] of Object.entries(item)) look(child, [...path, key]);
    }
  };
  look(value, []);
  return found;
}
