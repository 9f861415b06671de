// The shipped tapes as scripts, for tests outside the player's own folder.

import { assert } from "@std/assert";
import type { ReplayScript, ReplaySession } from "../../../src/replay/script.ts";

export { scriptFrom, scriptOf, TAPE_NAMES } from "../../replay/fixtures.ts";

export function onlySession({ sessions }: ReplayScript): ReplaySession {
  const [session] = sessions;
  assert(session !== undefined && sessions.length === 1);
  return session;
}
