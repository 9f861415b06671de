// Which live ids stand for the recorded ones: what an id book learns when a session opens, and when
// its client is let into a namespace.

import type { IdBook, IdMint } from "./id_book.ts";
import type { Meaning } from "./meaning.ts";
import { stringIn } from "./returns.ts";
import type { ReplaySession } from "./script.ts";

/** The session's own sid. */
export function learnSession(
  { sid: recorded, engineVersion, namespaces }: ReplaySession,
  sid: string,
  ids: IdBook,
): void {
  if (recorded === undefined) return;
  ids.learn(recorded, sid);
  if (engineVersion !== 3) return;
  // Revision 3 has no other sids: the client makes them of the session's (`/sfa#…`).
  for (const namespace of namespaces) {
    ids.learn(`${namespace}#${recorded}`, `${namespace}#${sid}`);
  }
}

/** A namespace's sid, and the pid for coming back. */
export function learnNamespace(meaning: Meaning, ids: IdBook, mint: IdMint): void {
  if (meaning.kind !== "connect") return;
  const [sid, pid] = [stringIn(meaning.data, "sid"), stringIn(meaning.data, "pid")];
  if (sid !== undefined && !ids.knows(sid)) ids.learn(sid, mint.namespaceId());
  if (pid !== undefined && !ids.knows(pid)) ids.learn(pid, mint.recoveryId());
}
