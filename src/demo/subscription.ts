// What S1's clients ask for with "room:subscribe", and what is wrong with it otherwise.

import { isJsonObject } from "../base/json.ts";

/** Whom a room follows: a number in S1's own document. */
export type SsoId = number | string;

export type Subscription =
  | { readonly kind: "subscribe"; readonly room: string; readonly ssoId: SsoId }
  | { readonly kind: "wrong"; readonly reason: string };

/** A room's name may be so long, and so may an id. */
export const MAX_ROOM_LENGTH = 100;

/** The driver of whom nobody says another. */
export const SSO_ID = 222222;

/** Reads the event's first argument. */
export function readSubscription(request: unknown): Subscription {
  if (!isJsonObject(request)) return wrong('expected {"room":"…","ssoId":…}');
  const { room, ssoId = SSO_ID } = request;
  if (!isName(room)) return wrong(`"room" must be text of 1 to ${MAX_ROOM_LENGTH} characters`);
  if (!isName(ssoId) && typeof ssoId !== "number") {
    return wrong('"ssoId" must be a number or text');
  }
  return { kind: "subscribe", room, ssoId };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_ROOM_LENGTH;
}

function wrong(reason: string): Subscription {
  return { kind: "wrong", reason };
}
