// The page of a WebSocket message: how it went over the wire, and what it says.

import type { EntryOf } from "../../../tape/entry.ts";
import type { InnerProtocol } from "../../../timeline/anatomy/part.ts";
import { WEBSOCKET_SOURCES } from "../../../timeline/anatomy/sources.ts";
import { payloadOf } from "../../../timeline/content.ts";
import type { Moment } from "../../../timeline/moment.ts";
import type { References } from "../anatomy/references.ts";
import { utf8Length } from "../../../base/bytes.ts";
import { counted } from "../duration.ts";
import { contentSections, hiddenIn, type Section } from "./content.ts";
import { binaryEventSections } from "./event.ts";
import { type Fact, hiddenFact } from "./facts.ts";
import type { Drawing, ShowInput } from "./input.ts";

export function messageFacts(entry: EntryOf<"message">, references: References): readonly Fact[] {
  const data = payloadOf(entry);
  const isText = typeof data === "string";
  const kind = isText ? "text" : "binary";
  const size = isText ? utf8Length(data) : data.length;
  const marked = references.mark(WEBSOCKET_SOURCES.data);
  return [
    ["WebSocket", `a whole message of ${kind}, ${counted(size, "byte")} ${marked}`],
    ["Frames", framesOf(entry, size, references)],
    ...(entry.truncated === true
      ? [["Kept", "only in part: the message was longer than the recorder keeps"] as const]
      : []),
    ...hiddenFact(
      isText ? "text" : "bytes",
      hiddenIn({ content: entry, redacted: entry.redacted }),
      isText ? "characters" : "bytes",
    ),
  ];
}

function framesOf(entry: EntryOf<"message">, size: number, references: References): string {
  const { frames, compressed, wireBytes } = entry;
  const several = frames === undefined
    ? "in one frame"
    : `in ${frames.length} frames of ${frames.join(", ")} bytes ` +
      references.mark(WEBSOCKET_SOURCES.fragments);
  if (compressed !== true) return `${several}, not compressed`;
  const wire = wireBytes ?? size;
  const share = size === 0 ? "" : `, ${Math.round(wire / size * 100)} % of ${size}`;
  return `${several}, compressed to ${counted(wire, "byte")}${share} ` +
    references.mark(WEBSOCKET_SOURCES.compression);
}

export function messageSections(
  entry: EntryOf<"message">,
  input: ShowInput,
  drawing: Drawing,
  references: References,
): readonly Section[] {
  const [moment] = input.moments;
  const engine = engineOf(moment);
  const inner = innerOf(moment);
  const options = {
    from: entry.from,
    transport: "websocket" as const,
    ...(engine === undefined ? { plain: true as const } : { engine }),
    ...(inner === undefined ? {} : { inner }),
  };
  const shown = { content: entry, redacted: entry.redacted, options };
  return [
    ...contentSections(shown, drawing, references),
    ...binaryEventSections(input, drawing),
  ];
}

/** The revision of Engine.IO that carried it; none on a plain WebSocket. */
export function engineOf(moment: Moment | undefined): 3 | 4 | undefined {
  const outer = moment?.decoded?.packets[0];
  if (outer?.protocol !== "engine.io" || !("version" in outer)) return undefined;
  return outer.version === 3 ? 3 : 4;
}

export function innerOf(moment: Moment | undefined): InnerProtocol | undefined {
  const inner = moment?.decoded?.packets.find(({ protocol }) => protocol !== "engine.io");
  switch (inner?.protocol) {
    case "socket.io":
    case "json":
    case "raw":
      return inner.protocol;
    default:
      return undefined;
  }
}
