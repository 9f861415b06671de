// The application event that an entry completes: its name, and its arguments with the binary in its
// place.

import { valueToJson } from "../../../base/json.ts";
import type { Moment } from "../../../timeline/moment.ts";
import { visibleText } from "../visible_text.ts";
import type { Section } from "./content.ts";
import type { Drawing, ShowInput } from "./input.ts";
import { findHead, isAttachment } from "./neighbours.ts";
import { limitedLines } from "./limited.ts";
import { prettyJson } from "./pretty_json.ts";

/** For what the anatomy of the text cannot show: events of binary packets and of msgpack. */
export function binaryEventSections(input: ShowInput, drawing: Drawing): readonly Section[] {
  return input.moments.flatMap((moment) =>
    needsSection(moment) ? [eventSection(input, moment, drawing)] : []
  );
}

function needsSection(moment: Moment): boolean {
  if (moment.decoded?.event === undefined) return false;
  return isAttachment(moment) ||
    moment.decoded.packets.some((packet) => "encoding" in packet && packet.encoding === "msgpack");
}

function eventSection(input: ShowInput, moment: Moment, drawing: Drawing): Section {
  const event = moment.decoded?.event;
  const text = JSON.stringify((event?.args ?? []).map(valueToJson));
  const lines = prettyJson(text, 0, text.length, { columns: drawing.columns - 2, hidden: [] });
  const head = isAttachment(moment) ? findHead(input, moment) : undefined;
  const isHidden = [moment, head].some((part) => part?.line.entry.redacted !== undefined);
  return [
    drawing.paint(
      "bold",
      visibleText(`With its binary in place: ${event?.name} in ${event?.namespace}, its arguments`),
    ),
    ...limitedLines(lines, drawing),
    ...(isHidden
      ? ["  (Some of it was hidden when this was recorded: asterisks may be no data)"]
      : []),
  ];
}
