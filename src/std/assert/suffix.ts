/** How a caller's own message joins the message of an assertion, the same in all of them. */

/** `": message"`, or a full stop when the caller gave none. */
export function messageSuffix(message: string | undefined): string {
  return message ? `: ${message}` : ".";
}
