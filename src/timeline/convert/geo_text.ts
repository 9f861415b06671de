// Coordinates in text that nothing is known of: beside a name as in JSON, queries and log lines, also
// encoded once or twice, as pairs ("-6.25,106.81"), and as shapes (GeoJSON, well-known text).

import { type Axis, axisOf } from "../positions.ts";
import { axesOf, type Order } from "./geo_names.ts";
import { shapesIn } from "./geo_shapes.ts";

/** A coordinate as it is written, and what it says. */
export type MoveWritten = (written: string, axis: Axis) => string;

const AXIS_NAME = "lat(?:itude)?|lng|lon(?:g(?:itude)?)?";
const QUOTE = String.raw`(?:\\*["']|%(?:25)*22)`;
const SPACE = String.raw`(?:\s|\+(?=[-+\d])|%(?:25)*20)*`;
const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?(?![\w.]*\w)`;
const DECIMAL = String.raw`[-+]?\d{1,3}\.\d+`;

/** Any word with such an end; `axisOfName` looks closer. */
const NAMED = new RegExp(
  String.raw`(?:(?<![\w%-])|(?=%))((?:[\w-]|%[\da-f]{2}){0,60}?(?:${AXIS_NAME}))` +
    `(${QUOTE}?${SPACE}(?:[:=]|%(?:25)*3[ad])${SPACE}${QUOTE}?)(${NUMBER})`,
  "gi",
);

/** Two numbers with decimals that are no items of a JSON list. */
const PAIR = new RegExp(
  String.raw`(?<=^|%(?:25)*[\da-f]{2}|[^\w.+\-\\])` +
    String.raw`(?<!\[\s*|(?:["\d\]}]|true|false|null),\s*)` +
    String
      .raw`(${DECIMAL})(\s*[,;]\s*|%(?:25)*(?:2c|3b)(?:\+|%(?:25)*20)?)(${DECIMAL})(?![\w.]*\w)`,
  "gi",
);

/** The text is nothing but a pair: then one of the two may be without decimals. */
const ONLY_PAIR = /^(\s*)([-+]?\d{1,3}(?:\.\d+)?)(\s*[,;]\s*)([-+]?\d{1,3}(?:\.\d+)?)(\s*)$/;

const NAMED_PAIR =
  /^(\s*)([-+]?\d{1,3}(?:\.\d+)?)(\s*[,;]\s*|\s+)([-+]?\d{1,3}(?:\.\d+)?)((?:(?:\s*[,;]\s*|\s+)[-+]?\d+(?:\.\d+)?)?\s*)$/;

/** The text with all of its coordinates moved. */
export function moveInText(text: string, move: MoveWritten): string {
  const only = ONLY_PAIR.exec(text);
  if (only !== null) {
    const [, before = "", first = "", between = "", second = "", behind = ""] = only;
    if (!first.includes(".") && !second.includes(".")) return text;
    return before + movePair(first, between, second, move) + behind;
  }
  let moved = "";
  let end = 0;
  for (const shape of shapesIn(text)) {
    moved += moveWritten(text.slice(end, shape.start), move);
    end = shape.start;
    for (const coordinate of shape.coordinates) {
      const written = text.slice(coordinate.start, coordinate.end);
      moved += text.slice(end, coordinate.start) + move(written, coordinate.axis);
      end = coordinate.end;
    }
    moved += text.slice(end, shape.end);
    end = shape.end;
  }
  return moved + moveWritten(text.slice(end), move);
}

/** A place under a name that promises one: also with a space between, and in whole degrees. */
export function moveNamedPair(text: string, order: Order, move: MoveWritten): string | undefined {
  const [, before = "", first, between = "", second, behind = ""] = NAMED_PAIR.exec(text) ?? [];
  if (first === undefined || second === undefined) return undefined;
  if (order === "either" && !first.includes(".") && !second.includes(".")) return undefined;
  if (order === "either") return before + movePair(first, between, second, move) + behind;
  const [firstAxis, secondAxis] = axesOf(order);
  return before + move(first, firstAxis) + between + move(second, secondAxis) + behind;
}

function moveWritten(text: string, move: MoveWritten): string {
  return text
    .replaceAll(
      PAIR,
      (_whole, first: string, between: string, second: string) =>
        movePair(first, between, second, move),
    )
    .replaceAll(NAMED, (whole, name: string, between: string, number: string) => {
      const axis = axisOfName(name, number);
      return axis === undefined ? whole : name + between + move(number, axis);
    });
}

/** The latitude stands first, unless only the second can be one. */
function movePair(first: string, between: string, second: string, move: MoveWritten): string {
  return Math.abs(Number(first)) > 90 && Math.abs(Number(second)) <= 90
    ? move(first, "longitude") + between + move(second, "latitude")
    : move(first, "latitude") + between + move(second, "longitude");
}

const OF_SOMETHING = new RegExp(`(?:^|[^a-z])(${AXIS_NAME})$`, "i");
const OF_SOMETHING_IN_CAMEL_CASE = /[a-z\d](L(?:at(?:itude)?|ng|on(?:g(?:itude)?)?))$/;
const LAST_WORD = /[\w-]*$/;
const ENCODED_BEFORE = /^.*%(?:25)*[\da-f]{2}/i;

/** `pickup_lat` and `pickupLat` too, where the number has decimals: `too_long: 5` is no place. */
export function axisOfName(name: string, written: string): Axis | undefined {
  const [plain = ""] = LAST_WORD.exec(name.replace(ENCODED_BEFORE, "")) ?? [];
  const axis = axisOf(plain);
  if (axis !== undefined || !written.includes(".")) return axis;
  const [, end = ""] = OF_SOMETHING.exec(plain) ?? OF_SOMETHING_IN_CAMEL_CASE.exec(plain) ?? [];
  return axisOf(end);
}
