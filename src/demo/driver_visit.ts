// One client of S2's server, from its first message to its end: what it is told, and what it is
// closed for.

import type { After } from "../net/engine_server/after.ts";
import { type DriverEndpoint, readDriverRequest } from "./driver_messages.ts";
import type { Verdict } from "./jwt.ts";
import type { DriverSeat, Rides } from "./rides.ts";
// @ts-types="./ws.d.ts"
import type { WebSocket } from "ws";

/** Close codes for applications (RFC 6455, section 7.4.2), after HTTP's 400, 401, 403 and 408. */
export const CLOSE_WRONG = 4400;
export const CLOSE_UNAUTHORISED = 4401;
export const CLOSE_FORBIDDEN = 4403;
export const CLOSE_SILENT = 4408;

/** How long a client may be silent at first: long enough to paste a message by hand. */
export const SILENCE_MILLISECONDS = 30_000;

/** What a client may leave unread, before it misses positions. */
const MAX_UNREAD_BYTES = 1_000_000;

export interface Visit {
  readonly endpoint: DriverEndpoint;
  /** The userId. */
  readonly driver: string;
  readonly rides: Rides;
  readonly verify: (token: string) => Verdict;
  readonly after: After;
}

/** What a token of this user names as its subject. */
export function subjectOf(userId: string): string {
  return `user-${userId}`;
}

export function serveDriver(client: WebSocket, visit: Visit): void {
  const { endpoint, driver, rides, after } = visit;
  let watching: Disposable | undefined;
  let seat: DriverSeat | undefined;
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    stopWaiting();
    watching?.[Symbol.dispose]();
    seat?.[Symbol.dispose]();
    watching = undefined;
    seat = undefined;
  };
  const end = (code: number, reason: string): void => {
    leave();
    client.close(code, reason);
  };
  const stopWaiting = after(SILENCE_MILLISECONDS, () => {
    end(CLOSE_SILENT, `nothing was said for ${SILENCE_MILLISECONDS / 1000} s`);
  });
  const tell = (answer: string): void => {
    if (client.bufferedAmount < MAX_UNREAD_BYTES) client.send(answer);
  };
  client.on("message", (data, isBinary) => {
    if (isOver) return;
    stopWaiting();
    const request = readDriverRequest(isBinary ? "" : data.toString("utf8"), endpoint);
    if (request.kind === "wrong") return end(CLOSE_WRONG, request.reason);
    const refusal = refusalOf(request.token, visit);
    if (refusal !== undefined) return end(refusal.code, refusal.reason);
    switch (request.kind) {
      case "start":
        watching ??= rides.watch(driver, tell);
        return;
      case "send":
        seat ??= rides.take(driver);
        tell(seat.moveTo(request.lat, request.lon));
        return;
    }
  });
  // What is wrong with a frame, ws closes for by itself.
  client.on("error", () => {});
  client.on("close", leave);
}

interface Refusal {
  readonly code: number;
  readonly reason: string;
}

/** Everybody with a token may watch any driver; nobody may drive for another. */
function refusalOf(token: string, { endpoint, driver, verify }: Visit): Refusal | undefined {
  if (token === "") return { code: CLOSE_UNAUTHORISED, reason: "the token is missing" };
  const verdict = verify(token);
  if (!verdict.ok) return { code: CLOSE_UNAUTHORISED, reason: verdict.reason };
  const { sub } = verdict.claims;
  if (endpoint === "get-tracking" || sub === subjectOf(driver)) return undefined;
  return { code: CLOSE_FORBIDDEN, reason: `the token is not for ${subjectOf(driver)}` };
}
