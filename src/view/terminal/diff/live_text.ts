// What is different about an event whose values live, in a line, and where to look at it.

import type { Value } from "../../../base/json.ts";
import { liveActs } from "../../../diff/live_acts.ts";
import type { LiveChange, LiveChanged, LiveOrder } from "../../../diff/result.ts";
import { counted, formatDuration } from "../duration.ts";
import { printable } from "../event_line.ts";
import { formatRate, formatShare } from "../figures.ts";
import { valueText } from "./act_text.ts";
import type { Part } from "../parts.ts";

/** `$.speed  lost in 3 of 428  see - #12 + #140` */
export function liveParts(
  { change, ofAnswers }: Pick<LiveChanged, "change" | "ofAnswers">,
): readonly Part[] {
  const about: readonly Part[] = ofAnswers === true ? [["its answers: "]] : [];
  return [...about, ...wordsFor(change), seen(change)];
}

function wordsFor(change: LiveChange): readonly Part[] {
  switch (change.what) {
    case "field-lost":
      return [path(change.path), ["lost", "red"], share(change)];
    case "field-new":
      return [path(change.path), ["new", "green"], share(change)];
    case "type": {
      const [left, right] = [change.leftTypes.join(" or "), change.rightTypes.join(" or ")];
      return [path(change.path), ...pair(left, right), share(change)];
    }
    case "constant":
      return [path(change.path), ...pair(valueText(change.left), valueText(change.right))];
    case "range":
      return [path(change.path), ...pair(spanText(change.left), spanText(change.right))];
    case "outlier": {
      const usual = change.how === "text" ? choiceText(change.usual) : spanText(change.usual);
      return [
        path(change.paths.join(", ")),
        ...pair(usual, valueText(change.value)),
        // Of those that are far away, only the farthest is counted.
        ...(change.how === "far" ? [] : [share(change)]),
      ];
    }
    case "order":
      return [path(change.paths.join(", ")), [orderText(change), "red"]];
    case "rate":
      return [["rate  "], ...pair(formatRate(change.left, 1000), formatRate(change.right, 1000))];
    case "gap":
      return [["longest silence  "], ...times(change)];
    case "silence":
      return change.where === "whole"
        ? [["none", "red"], [` in ${formatDuration(change.right)}`]]
        : [
          [change.where === "begin" ? "silence before the first  " : "silence after the last  "],
          ...times(change),
        ];
    case "answers":
      return [["answered  "], ...pair(formatShare(change.left), formatShare(change.right))];
  }
}

function orderText({ how, count }: LiveOrder): string {
  switch (how) {
    case "back":
      return count === 1 ? "goes back" : `goes back, ${count} times`;
    case "still":
      return `does not grow any more, ${counted(count, "time")} the same`;
    case "repeated":
      return count === 1 ? "tells a number again" : `tells ${count} numbers again`;
    case "skipped":
      return count === 1 ? "leaves a number out" : `leaves ${count} numbers out`;
  }
}

/** The least and the most: `0 … 12.5`. */
function spanText(value: Value): string {
  return isList(value) ? value.map(valueText).join(" … ") : valueText(value);
}

/** All that was ever said: `"a" or "b"`. */
function choiceText(value: Value): string {
  return isList(value) ? value.map(valueText).join(" or ") : valueText(value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function share({ count, of }: { readonly count: number; readonly of: number }): Part {
  return [` in ${count} of ${of}`];
}

function times(
  { left, right }: { readonly left: number; readonly right: number },
): readonly Part[] {
  return pair(formatDuration(left), formatDuration(right));
}

function path(text: string): Part {
  return [`${printable(text)}  `];
}

function pair(left: string, right: string): readonly Part[] {
  return [[left, "red"], [" → ", "dim"], [right, "green"]];
}

/** `-` and `+` are the tapes, as above; a silence is over where it says. */
function seen(change: LiveChange): Part {
  const { left, right } = liveActs(change);
  const places = [
    ...(left === undefined ? [] : [`- #${left.line}`]),
    ...(right === undefined ? [] : [`+ #${right.line}`]),
  ];
  const isOver = change.what === "gap" || (change.what === "silence" && change.where === "begin");
  return [places.length === 0 ? "" : `  ${isOver ? "before" : "see"} ${places.join(" ")}`, "dim"];
}
