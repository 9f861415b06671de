// Faults that were asked for and never put in: a test that was to see one has seen nothing.

import type { PlayedFault } from "./replay_event.ts";
import { isTransportFault, type ServerFault } from "./transport_fault.ts";

/** Their packet never came, or there was no such transport. */
export function unmetFaults(
  wanted: readonly ServerFault[],
  played: readonly PlayedFault[],
): readonly ServerFault[] {
  return wanted.filter((fault) => played.every((one) => one.fault !== fault));
}

/** As it is typed: `drop location:track ns=/sfa nth=3`. */
export function nameOfFault(fault: ServerFault): string {
  const { kind, client } = fault;
  const place = isTransportFault(fault) ? [] : [
    fault.event,
    fault.namespace === undefined ? undefined : `ns=${fault.namespace}`,
    `nth=${fault.nth}`,
  ];
  return [kind, ...place, client === undefined ? undefined : `client=${client}`]
    .filter((word) => word !== undefined).join(" ");
}
