// A moment as one line of JSON for scripts. The shape is promised in docs/inspect-json.md.

import { type JsonValue, type Value, valueToJson } from "../../base/json.ts";
import {
  ackOf,
  argumentsOf,
  dataOf,
  type Found,
  namespaceOf,
  notesOf,
  textOf,
} from "../../timeline/filter/field_values.ts";
import type { Moment } from "../../timeline/moment.ts";
import { safeJson } from "./safe_json.ts";

type Fields = { [field: string]: JsonValue };

/** One line, its end not included. */
export function jsonLine(moment: Moment): string {
  const { line, part, at, layer, label, conn, from, decoded, size, isRoutine, answers } = moment;
  const { entry } = line;
  const fields: Fields = { line: line.number, part, at, kind: entry.kind, layer, label };
  put(fields, "conn", conn);
  put(fields, "from", from);
  put(fields, "transport", decoded?.transport);
  put(fields, "session", decoded?.session);
  put(fields, "ns", namespaceOf(moment));
  put(fields, "event", decoded?.event?.name);
  put(fields, "args", argumentsOf(moment));
  put(fields, "ack", ackOf(moment));
  put(fields, "offset", decoded?.event?.offset);
  put(fields, "data", dataOf(moment));
  if (decoded !== undefined) {
    fields.packets = decoded.packets.map(({ protocol, type }) => `${protocol} ${type}`);
  }
  if (line.known) putWire(fields, moment);
  fields.size = size;
  if (isRoutine) fields.routine = true;
  if (answers !== undefined) {
    const { line, part, name, latency } = answers;
    fields.answers = { line, part, event: name, latency };
  }
  put(fields, "notes", notesOf(moment));
  put(fields, "redacted", entry.redacted as Value | undefined);
  return safeJson(fields);
}

/** What HTTP says of itself, and the text where nothing else tells it. */
function putWire(fields: Fields, moment: Moment): void {
  const { line: { entry }, decoded } = moment;
  switch (entry.kind) {
    case "request":
      put(fields, "method", entry.method);
      put(fields, "url", entry.url);
      break;
    case "response":
      put(fields, "status", entry.status);
      break;
    case "control":
      put(fields, "op", entry.op);
      put(fields, "code", entry.code);
      put(fields, "reason", entry.reason);
      return;
    case "close":
      put(fields, "by", entry.by);
      put(fields, "reset", entry.reset);
      return;
    case "log":
      put(fields, "source", entry.source);
      break;
  }
  if ("text" in entry && fields.event === undefined && decoded?.event === undefined) {
    put(fields, "text", textOf(moment));
  }
}

function put(fields: Fields, name: string, value: Found): void {
  if (value !== undefined) fields[name] = valueToJson(value);
}
