// Answers that are not on the tape, where a client would wait for ever without one.

import type { Payload } from "../base/bytes.ts";
import { encodePacket } from "../protocols/socket_io/encode.ts";
import type { IdMint } from "./id_book.ts";
import type { Meaning } from "./meaning.ts";
import type { Command } from "./player_contract.ts";
import type { ReplaySession } from "./script.ts";

/** The stock server's words for a namespace that it does not have. */
const INVALID_NAMESPACE = "Invalid namespace";

/** A namespace that the tape does not open, or not once more. */
export function refusalOf(namespace: string, session: ReplaySession): readonly Payload[] {
  const isKnown = session.namespaces.includes(namespace);
  const message = isKnown ? `The tape opens ${namespace} no further time` : INVALID_NAMESPACE;
  return refusalWith(namespace, message, session.engineVersion);
}

/** A CONNECT_ERROR: with revision 3 of Engine.IO the reason is a plain string. */
export function refusalWith(
  namespace: string,
  message: string,
  version: 3 | 4 | undefined,
): readonly Payload[] {
  const data = version === 3 ? message : { message };
  return encodePacket({ type: "CONNECT_ERROR", namespace, data });
}

/** To somebody for whom there is nothing: in the words of its protocol, or with the end of all. */
export function refusalTo(
  said: readonly Meaning[],
  { carrier, protocol, engineVersion, line }: ReplaySession,
  reason: string,
): readonly Command[] {
  if (protocol !== "socket.io") {
    const how = carrier === "websocket" ? "close-frame" : "close-packet";
    return [{ kind: "close", how, ...(carrier === "websocket" ? { code: 1008, reason } : {}) }];
  }
  const asked = said.flatMap(({ kind, namespace }) => kind === "connect" ? [namespace] : []);
  // Revision 3 lets everybody into the root without being asked.
  const places = engineVersion === 3 && asked.length === 0 ? ["/"] : asked;
  return places.map((namespace) => ({
    kind: "send",
    messages: refusalWith(namespace, reason, engineVersion),
    line,
  }));
}

/** Used on the tape, and opened before it began. */
export function isOpenAlready({ isMidway, steps }: ReplaySession, namespace: string): boolean {
  const first = steps.find(({ meaning }) => meaning.namespace === namespace);
  return isMidway && first !== undefined && first.meaning.kind !== "connect";
}

/** The CONNECT that a tape does not have which began when the session had long been open. */
export function welcomeTo(
  namespace: string,
  { engineVersion, sid }: ReplaySession,
  mint: IdMint | undefined,
): readonly Payload[] {
  if (engineVersion === 3) return encodePacket({ type: "CONNECT", namespace });
  const data = { sid: mint?.namespaceId() ?? sid ?? "replay" };
  return encodePacket({ type: "CONNECT", namespace, data });
}
