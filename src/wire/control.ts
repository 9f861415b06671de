// Control frames of WebSocket (RFC 6455, section 5.5) as events.

import { decodeUtf8, type Payload } from "../base/bytes.ts";
import { closeCode } from "./close_codes.ts";
import { textOrBytes } from "./feed.ts";
import type { Flow } from "./flow.ts";
import { OPCODE } from "./frames.ts";

/** RFC 6455, section 5.5 */
export const MAX_STANDARD_CONTROL_BYTES = 125;

/** Tells one control frame, which began at `start` and has just been read. */
export function tellControl(flow: Flow, opcode: number, payload: Uint8Array, start: number): void {
  const common = { kind: "control", from: flow.from, start, end: flow.feed.position } as const;
  if (opcode === OPCODE.close) {
    flow.tell({ ...common, op: "close", ...readClose(payload, tell) });
  } else {
    flow.tell({
      ...common,
      op: opcode === OPCODE.ping ? "ping" : "pong",
      data: textOrBytes(payload),
    });
  }

  function tell(text: string): void {
    flow.note("close-frame", text, start, common.end);
  }
}

interface CloseContent {
  readonly code?: number;
  readonly reason?: string;
  readonly data: Payload;
}

/** RFC 6455, section 5.5.1 */
function readClose(payload: Uint8Array, tell: (text: string) => void): CloseContent {
  const [high, low] = payload;
  if (high === undefined) return { data: "" };
  if (low === undefined) {
    tell("A close frame carries one byte, which is no code");
    return { data: payload };
  }
  const code = (high << 8) | low;
  const { name, onWire } = closeCode(code);
  if (!onWire) tell(`Close code ${code} (${name}) must not stand in a close frame`);
  const reasonBytes = payload.subarray(2);
  const reason = decodeUtf8(reasonBytes);
  if (reason !== undefined) return { code, reason, data: "" };
  tell("A close frame's reason is not UTF-8");
  return { code, data: reasonBytes };
}
