// How much of a session's bounds something takes while it waits.

import type { Outgoing } from "./transport.ts";

/** Its data's length in bytes or characters, and one for its type. */
export function sizeOfItem(item: Outgoing): number {
  return 1 + (item instanceof Uint8Array ? item.length : item.data?.length ?? 0);
}
