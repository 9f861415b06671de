// Whether a request makes sense, and which session it belongs to: engine.io's `verify` and the
// checks behind it, in their order.

import { REFUSALS } from "./answers.ts";
import type { EngineRequest, Refusal, TransportName } from "./engine_owner.ts";
import type { Session } from "./session.ts";

export type Verdict =
  | { readonly kind: "refuse"; readonly refusal: Refusal }
  | { readonly kind: "session"; readonly session: Session }
  | { readonly kind: "handshake" };

export interface Rules {
  readonly transports: readonly TransportName[];
  readonly find: (sid: string) => Session | undefined;
}

export function verify(request: EngineRequest, isUpgrade: boolean, rules: Rules): Verdict {
  const { transport, sid, version, method } = request;
  if (!rules.transports.some((name) => name === transport)) {
    return refuse(REFUSALS.unknownTransport);
  }
  if (sid !== undefined) {
    const session = rules.find(sid);
    if (session === undefined) return refuse(REFUSALS.unknownSid);
    const isOther = session.transport !== transport || session.version !== version;
    const isMismatch = isUpgrade ? session.version !== version : isOther;
    return isMismatch ? refuse(REFUSALS.badRequest) : { kind: "session", session };
  }
  if (method !== "GET") return refuse(REFUSALS.badMethod);
  if (transport === "websocket" && !isUpgrade) return refuse(REFUSALS.badRequest);
  return { kind: "handshake" };
}

function refuse(refusal: Refusal): Verdict {
  return { kind: "refuse", refusal };
}
