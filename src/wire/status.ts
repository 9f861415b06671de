// Statuses of HTTP that mean something to a tape.

/** What follows it is no HTTP any more, but a WebSocket's (RFC 9110, section 15.2.2). */
export const SWITCHING_PROTOCOLS = 101;

/** 100 Continue, 103 Early Hints: the final response is still to come (RFC 9110, section 15.2). */
export function isInterim(status: number): boolean {
  return status < 200 && status !== SWITCHING_PROTOCOLS;
}
