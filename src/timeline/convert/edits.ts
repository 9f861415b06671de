// What the flags of `convert` ask for, as a decision about every moment: set, drop, duplicate, insert.

import type { JsonValue, Value } from "../../base/json.ts";
import { dollarOf, withDollar } from "../filter/dollar.ts";
import type { Path } from "../filter/path.ts";
import type { Moment } from "../moment.ts";
import type { Addition, ConvertProblem, Decide, Outcome } from "./outcome.ts";
import { withArguments } from "./packet_data.ts";

type Where = (moment: Moment) => boolean;

/** `value` is set where the path leads in the arguments of the events that are meant. */
export type Edit =
  | {
    readonly kind: "set";
    readonly where: Where;
    readonly path: Path;
    readonly value: JsonValue;
  }
  | { readonly kind: "drop"; readonly where: Where }
  | { readonly kind: "duplicate"; readonly where: Where }
  /** Behind every moment that is meant, or behind a line by its number. */
  | {
    readonly kind: "insert";
    readonly after: Where | number;
    readonly event: Addition;
    /** Told whenever it is put somewhere. */
    readonly onFit?: () => void;
  };

/** Every edit sees the event as it is on the tape; several settings of one event add up. */
export function decideBy(
  edits: readonly Edit[],
  onProblem: (problem: ConvertProblem) => void,
): Decide {
  return (moment, isLast) => {
    const outcomes = edits.flatMap((edit): readonly Outcome[] => {
      const outcome = decideOne(edit, moment, isLast);
      return outcome === undefined ? [] : [outcome];
    });
    const data = setData(edits, moment, onProblem);
    if (outcomes.length === 0 && data === undefined) return undefined;
    const copies = outcomes.reduce((sum, { copies = 0 }) => sum + copies, 0);
    const additions = outcomes.flatMap(({ additions = [] }) => additions);
    return {
      ...(outcomes.some(({ drop }) => drop) ? { drop: true } : {}),
      ...(data === undefined ? {} : { data }),
      ...(copies === 0 ? {} : { copies }),
      ...(additions.length === 0 ? {} : { additions }),
    };
  };
}

function decideOne(edit: Edit, moment: Moment, isLast: boolean): Outcome | undefined {
  switch (edit.kind) {
    case "set":
      return undefined;
    case "drop":
      return edit.where(moment) ? { drop: true } : undefined;
    case "duplicate":
      return edit.where(moment) ? { copies: 1 } : undefined;
    case "insert": {
      const isMeant = typeof edit.after === "number"
        ? isLast && moment.line.number === edit.after
        : edit.after(moment);
      if (!isMeant) return undefined;
      edit.onFit?.();
      return { additions: [edit.event] };
    }
  }
}

function setData(
  edits: readonly Edit[],
  moment: Moment,
  onProblem: (problem: ConvertProblem) => void,
): Value | undefined {
  const { decoded } = moment;
  const event = decoded?.event;
  if (decoded === undefined || event === undefined) return undefined;
  let args = event.args;
  for (const edit of edits) {
    if (edit.kind !== "set" || !edit.where(moment)) continue;
    const dollar = dollarOf(args);
    const changed = edit.path.set(dollar, edit.value);
    if (changed !== dollar) args = withDollar(args, changed);
    else if (edit.path.find(dollar).length === 0) {
      const reason = `${edit.path.text} leads nowhere in it`;
      onProblem({ line: moment.line.number, reason });
    }
  }
  return args === event.args ? undefined : withArguments(decoded, event, args);
}
