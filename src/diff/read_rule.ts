// Rules as people write them: `$.room`, `**.ts`, `location:track:$.at`.

import { compilePath } from "../timeline/filter/path.ts";
import type { PathRule } from "./rules.ts";

/** Before the path may stand the event that it is of; names of events have colons, too. */
const EVENT_BEFORE = /^([^$*].*?):(?=\$|\*\*)/s;

/** A path, or an event's name, a colon and a path; throws an ExpressionError. */
export function readPathRule(text: string): PathRule {
  const [before = "", event] = EVENT_BEFORE.exec(text) ?? [];
  const path = compilePath(text.slice(before.length));
  return event === undefined ? { path } : { path, event };
}
