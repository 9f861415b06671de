// Whether this runs where nobody watches and nothing is to be recorded.

import process from "node:process";

/** What people set it to where it is to be off. */
const OFF: readonly string[] = ["", "0", "false"];

/** `CI` of the environment; undefined where nobody may look there. */
export function isContinuousIntegration(): boolean | undefined {
  try {
    return !OFF.includes(process.env.CI ?? "");
  } catch {
    return undefined;
  }
}
