// What a line is called that means nothing above the wire: `GET /socket.io/`, `close 1000`.

import type { ControlEntry, Entry } from "../tape/entry.ts";

export function wireLabel(entry: Entry): string {
  switch (entry.kind) {
    case "open":
      return "connection opened";
    case "request":
      return `${entry.method} ${entry.url.replace(/[?#].*$/s, "")}`;
    case "response":
      return entry.reason === undefined || entry.reason === ""
        ? `HTTP ${entry.status}`
        : `HTTP ${entry.status} ${entry.reason}`;
    case "message":
      return "message";
    case "control":
      return controlLabel(entry);
    case "bytes":
      return "bytes";
    case "close":
      return `connection ${entry.reset === true ? "reset" : "closed"}${by(entry.by)}`;
    case "note":
      return `note ${entry.rule}`;
    case "mark":
      return `mark ${entry.text}`;
    case "log":
      return `log ${entry.source}`;
    case "event":
    case "end":
      return entry.kind;
  }
}

function controlLabel({ op, code, reason }: ControlEntry): string {
  switch (op) {
    case "end":
      return "half-close";
    case "close":
      return ["close frame", code, reason].filter((part) => part !== undefined && part !== "")
        .join(" ");
    default:
      return `${op} frame`;
  }
}

function by(who: string | undefined): string {
  return who === undefined ? "" : ` by ${who}`;
}
