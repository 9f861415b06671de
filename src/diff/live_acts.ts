// The acts that a change of a live event is about, to be looked at: where it belongs on either tape.

import type { Act } from "./act.ts";
import type { LiveChange } from "./result.ts";

/** The earliest of each tape that shows it; the right one is there whenever the right tape has one. */
export function liveActs(
  change: LiveChange,
): { readonly left?: Act; readonly right?: Act } {
  switch (change.what) {
    case "field-lost": {
      const { example, odd } = change;
      return odd === undefined ? { left: example } : { left: example, right: odd };
    }
    case "silence":
      return change.where === "whole" ? { left: change.expected } : { right: change.example };
    default:
      return { right: change.example };
  }
}
