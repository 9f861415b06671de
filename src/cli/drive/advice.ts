// What to do when a server does not let the tape's client in: what it answered, beside what the tape
// says of the client, mostly tells.

import type { DriveOutcome } from "../../replay/drive_contract.ts";
import type { ReplaySession } from "../../replay/script.ts";

/** RFC 9110, section 15.5. */
const BAD_REQUEST = 400;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

/** A sentence, for a session that there was none of; undefined where nobody can know. */
export function adviceFor(
  { notConnected, refusedWith }: DriveOutcome,
  { carrier, engineVersion, request }: ReplaySession,
): string | undefined {
  if (notConnected === undefined) return undefined;
  const { path } = request;
  switch (refusedWith) {
    case BAD_REQUEST:
      return engineVersion === 3
        ? "The tape's client speaks Engine.IO 3, as Socket.IO 2 does: later servers let it in with " +
          "allowEIO3: true"
        : undefined;
    case UNAUTHORIZED:
    case FORBIDDEN:
      return "Give what it wants to see with --header, --query or --auth";
    case NOT_FOUND:
      return carrier === "websocket"
        ? `The tape's client asks for ${path}: a path in the URL takes its place`
        : `The tape's client asks for ${path}: is there a Socket.IO server, and at that path?`;
    case undefined:
      return carrier === "engine.io" && notConnected.includes("Engine.IO")
        ? `The tape's client asks for ${path}: something else answers there`
        : undefined;
  }
  return undefined;
}
