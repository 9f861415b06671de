// Faults of the transport, which no packet of the tape stands for: they last as long as a session.

import type { FaultCount } from "../../replay/fault_memory.ts";
import type { Fault } from "../../replay/faults.ts";
import type { EngineSession } from "../engine_server/engine_owner.ts";

/**
 * `starve-pings`: no heartbeats, so that the client gives up. `block-upgrade`: probes stay without
 * an answer. `stall-polls`: polls are taken and not answered, from the first one on.
 */
export interface TransportFault extends FaultCount {
  /** What goes wrong. */
  readonly kind: "starve-pings" | "block-upgrade" | "stall-polls";
}

/** What can be made to go wrong. */
export type ServerFault = Fault | TransportFault;

export function isTransportFault(fault: ServerFault): fault is TransportFault {
  const { kind } = fault;
  return kind === "starve-pings" || kind === "block-upgrade" || kind === "stall-polls";
}

/** Whether there was something to put it into: who opens a WebSocket has no polls, nor an upgrade. */
export function applyFault({ kind }: TransportFault, session: EngineSession): boolean {
  const { faults, transport } = session;
  if (kind === "starve-pings") {
    faults.starvePings(true);
    return true;
  }
  if (transport !== "polling") return false;
  if (kind === "block-upgrade") faults.blockUpgrade(true);
  else faults.stallPolls(true);
  return true;
}
