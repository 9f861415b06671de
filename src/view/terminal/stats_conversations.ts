// How it all went: sessions and how they ended, connections, and what was odd.

import type { EndCount } from "../../timeline/stats/conversations.ts";
import type { Stats } from "../../timeline/stats/stats.ts";
import type { Sample } from "../../timeline/sample.ts";
import type { EndingKind } from "../../timeline/sessions_story.ts";
import { closeCode } from "../../wire/close_codes.ts";
import { alignColumns, fitted, wrapFacts } from "./columns.ts";
import { counted } from "./duration.ts";
import { printable } from "./event_line.ts";

/** How many rules of notes have a line. */
export const TOLD_RULES = 20;

/** How many kinds of end have a line. */
export const TOLD_ENDS = 10;

export function conversationLines(stats: Stats, columns: number): readonly string[] {
  const { sessions, webSockets, refusals, reconnects, joined, refused, ends } = stats.conversations;
  const { opened, closed, resets, messages } = stats.connections;
  const begun = [
    ...some(sessions, "Engine.IO session", "Engine.IO sessions"),
    ...some(webSockets, "plain WebSocket", "plain WebSockets"),
    ...some(reconnects, "reconnect", "reconnects"),
    ...oftenTold(joined, "joined"),
    ...oftenTold(refused, "refused"),
    ...some(refusals, "handshake refused", "handshakes refused"),
  ];
  const carried = [
    ...some(opened, "connection", "connections"),
    ...some(opened - closed, "still open", "still open"),
    ...some(resets, "reset", "resets"),
    ...perConnection(messages),
  ];
  return [
    ...wrapFacts(begun, columns),
    ...ends.slice(0, TOLD_ENDS).map((end) => fitted(endText(end), columns)),
    ...wrapFacts(carried, columns),
  ];
}

export function noteLines({ notes }: Stats, columns: number): readonly string[] {
  const rules = notes.mostFirst;
  const rows = rules.slice(0, TOLD_RULES).map((
    { kind, count },
  ) => [String(count), printable(kind)]);
  const more = rules.length > TOLD_RULES ? [`and ${rules.length - TOLD_RULES} more`] : [];
  return [...alignColumns(rows, ["right", "left"], columns, 1), ...more];
}

function some(count: number, one: string, many: string): readonly string[] {
  return count <= 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

/** The same namespace counts each time: a client that comes back joins it again. */
function oftenTold(count: number, what: string): readonly string[] {
  if (count <= 0) return [];
  return [count === 1 ? `1 namespace ${what}` : `namespaces ${what} ${count} times`];
}

function perConnection({ count, least, median, most }: Sample): readonly string[] {
  if (least === undefined || median === undefined || most === undefined) return [];
  if (count === 1) return [`${counted(most, "message")} over one`];
  if (least === most) return [`${counted(most, "message")} over each that carried any`];
  return [`${least} to ${most} messages over each that carried any (median ${median})`];
}

function endText({ kind, by, code, count }: EndCount): string {
  const name = code === undefined ? "" : ` ${code} (${closeCode(code).name})`;
  const who = by === undefined ? "" : by === "tap" ? "the tap" : `the ${by}`;
  return `  ${count} × ${ENDINGS[kind](who, name)}`;
}

const ENDINGS: { readonly [Kind in EndingKind]: (who: string, code: string) => string } = {
  "close-packet": (who) => `${who} closed the session`,
  "disconnect": (who) => `${who} left the last namespace`,
  "close-frame": (who, code) => `${who} closed the WebSocket${code}`,
  "connection-closed": (who) => `${who || "somebody"} closed the connection without a word`,
  "connection-reset": (who) => `${who || "somebody"} reset the connection`,
  "unknown-session": () => "the server no longer knew the session",
  "tape-ended": (who) => `still open when the ${who === "" ? "tape" : "recording"} ended`,
};
