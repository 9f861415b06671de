// The query that an older client asked for a namespace with (`0/orders?token=…,`): secrets stand in it
// as in the query of a URL, and live values go into their places.

import { encodePacket } from "../protocols/socket_io/encode.ts";
import type { Meaning } from "./meaning.ts";
import type { Hidden, Step } from "./script.ts";

export interface AskedStep {
  readonly step: Step;
  /** Parameters whose values are still hidden. */
  readonly unfilled: readonly string[];
}

interface Parameter {
  readonly name: string;
  /** As written, the name as well. */
  readonly written: string;
}

/** The names of the parameters that a namespace was asked for with. */
export function namespaceParameters(meaning: Meaning): readonly string[] {
  if (meaning.kind !== "connect" || meaning.query === undefined) return [];
  return parametersOf(meaning.query).map(({ name }) => name);
}

/** The step with the values that are given for parameters of these names. */
export function withQuery(step: Step, given: Readonly<Record<string, string>>): AskedStep {
  const { meaning, hidden } = step;
  if (meaning.kind !== "connect" || meaning.query === undefined) return { step, unfilled: [] };
  const marked = hidden?.kind === "marked" && hidden.meaning.kind === "connect"
    ? parametersOf(hidden.meaning.query ?? "")
    : [];
  const parameters = parametersOf(meaning.query);
  const unfilled = parameters.flatMap(({ name }, index) =>
    !Object.hasOwn(given, name) && isMarked(marked[index]?.written ?? "", hidden) ? [name] : []
  );
  const query = parameters.map(({ name, written }) =>
    Object.hasOwn(given, name)
      ? `${written.split("=", 1)[0]}=${encodeURIComponent(given[name] ?? "")}`
      : written
  ).join("&");
  if (query === meaning.query) return { step, unfilled };
  return { step: asking(step, { ...meaning, query }), unfilled };
}

/** The same step with another CONNECT in it. */
export function asking(step: Step, meaning: Meaning & { readonly kind: "connect" }): Step {
  const { namespace, query, data } = meaning;
  const messages = encodePacket({
    type: "CONNECT",
    namespace,
    ...(query === undefined ? {} : { query }),
    ...(data === undefined ? {} : { data }),
    ...(typeof step.messages[0] === "string" ? {} : { encoding: "msgpack" }),
  });
  return { ...step, meaning, messages };
}

function parametersOf(query: string): readonly Parameter[] {
  return query.split("&").map((written) => {
    const [[name = ""] = []] = new URLSearchParams(written);
    return { name, written };
  });
}

function isMarked(written: string, hidden: Hidden | undefined): boolean {
  return hidden?.kind === "marked" &&
    [hidden.text, hidden.number].some((mark) => written.includes(mark));
}
