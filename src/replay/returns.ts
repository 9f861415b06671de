// Whether a session is the same client coming back: nothing on the wire says so but recovery, so the
// address, the browser and the time have to.

import type { Value } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { headerOf } from "./recorded_http.ts";
import type { ReplaySession } from "./script.ts";

/** Query parameters that say nothing of who asks. */
const TRANSPORT_PARAMETERS = ["EIO", "transport", "t", "sid", "b64", "j"];

/** `among` are the sessions before it, with what they follow. */
export function isReturn(
  session: ReplaySession,
  earlier: ReplaySession,
  among: readonly ReplaySession[],
): boolean {
  if (among.some(({ follows }) => follows === earlier.number)) return false;
  if (earlier.ending.how === "tape-ended" || earlier.ending.line > session.line) return false;
  if (recovers(session, earlier)) return true;
  return session.carrier === earlier.carrier &&
    session.engineVersion === earlier.engineVersion &&
    session.request.path === earlier.request.path &&
    ["user-agent", "origin", "cookie"].every((name) =>
      headerOf(session.request.headers, name) === headerOf(earlier.request.headers, name)
    ) &&
    JSON.stringify(ownQuery(session)) === JSON.stringify(ownQuery(earlier));
}

/** The parameters that are the application's own; hidden ones by their names alone. */
export function ownQuery(
  { request }: Pick<ReplaySession, "request">,
): readonly (readonly [name: string, value: string])[] {
  const { query, hiddenParameters } = request;
  return query.filter(([name]) => !TRANSPORT_PARAMETERS.includes(name))
    .map(([name, value]) => [name, hiddenParameters.includes(name) ? "" : value] as const);
}

/** It asks for what a `pid` of the earlier one gives. */
function recovers(session: ReplaySession, earlier: ReplaySession): boolean {
  const asked = pidsOf(session, "client");
  return pidsOf(earlier, "server").some((pid) => asked.includes(pid));
}

function pidsOf({ steps }: ReplaySession, from: "client" | "server"): readonly string[] {
  return steps.flatMap((step) => {
    if (step.from !== from || step.meaning.kind !== "connect") return [];
    const pid = stringIn(step.meaning.data, "pid");
    return pid === undefined ? [] : [pid];
  });
}

/** A string under a key of an object. */
export function stringIn(data: Value | undefined, key: string): string | undefined {
  if (!isJsonObject(data) || !Object.hasOwn(data, key)) return undefined;
  const value = data[key];
  return typeof value === "string" ? value : undefined;
}
