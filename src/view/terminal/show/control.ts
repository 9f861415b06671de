// The page of a WebSocket's control frame, or of a half-close of TCP.

import type { EntryOf } from "../../../tape/entry.ts";
import { WEBSOCKET_SOURCES } from "../../../timeline/anatomy/sources.ts";
import { payloadOf } from "../../../timeline/content.ts";
import { closeCode } from "../../../wire/close_codes.ts";
import type { References } from "../anatomy/references.ts";
import { visibleText } from "../visible_text.ts";
import { contentSections, type Section } from "./content.ts";
import type { Fact } from "./facts.ts";
import type { Drawing } from "./input.ts";

export function controlFacts(entry: EntryOf<"control">, references: References): readonly Fact[] {
  switch (entry.op) {
    case "end":
      return [[
        "TCP",
        `a half-close: the ${entry.from} sends nothing more on this connection, and may still read`,
      ]];
    case "close":
      return closeFacts(entry, references);
    case "ping":
      return [["WebSocket", frameWords(entry, references.mark(WEBSOCKET_SOURCES.ping))]];
    case "pong":
      return [["WebSocket", frameWords(entry, references.mark(WEBSOCKET_SOURCES.pong))]];
  }
}

function frameWords({ op, from }: EntryOf<"control">, mark: string): string {
  return op === "ping"
    ? `a ping frame: the other side has to answer with a pong of the same data ${mark}. No ` +
      "heartbeat of Engine.IO: that one is a message"
    : `a pong frame: the ${from} answers a ping, or says unasked that it is there ${mark}`;
}

function closeFacts(
  { code, reason, from, redacted }: EntryOf<"control">,
  references: References,
): readonly Fact[] {
  const known = closeCode(code ?? NO_STATUS);
  const mark = references.mark(WEBSOCKET_SOURCES.close);
  const marks = references.mark(WEBSOCKET_SOURCES.closeCodes);
  const odd = known.onWire || code === undefined ? "" : ". No frame may carry this code";
  return [
    [
      "WebSocket",
      `a close frame: the ${from} sends no further messages, and the other side answers with a ` +
      `close frame of its own ${mark}`,
    ],
    [
      "Code",
      code === undefined
        ? `none, which reads as ${NO_STATUS}, ${known.name}: ${known.meaning} ${marks}`
        : `${code}, ${known.name}: ${known.meaning}${odd} ${marks}`,
    ],
    ...(reason === undefined || reason === "" ? [] : [
      ["Reason", `"${visibleText(reason, redacted?.reason)}"`, "visible"] as const,
    ]),
  ];
}

/** RFC 6455, section 7.1.5: what is read where no code stands. */
const NO_STATUS = 1005;

/** The data of a ping or pong; a close frame's has been told. */
export function controlSections(
  entry: EntryOf<"control">,
  drawing: Drawing,
  references: References,
): readonly Section[] {
  if (payloadOf(entry).length === 0) return [];
  const { redacted } = entry;
  return contentSections(
    { content: entry, redacted, options: {}, isPlainHttp: true },
    drawing,
    references,
  );
}
