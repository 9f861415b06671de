// Numbers and constants of a live event on two tapes.

import type { LiveField } from "./live_field.ts";
import type { LiveChange } from "./result.ts";

export function judgeNumbers(_left: LiveField, _right: LiveField): readonly LiveChange[] {
  return [];
}
