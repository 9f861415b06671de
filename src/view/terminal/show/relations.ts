// What an entry's packets have to do with others: what they answer and what answers them, which
// attachments belong to which packet.

import type { Moment } from "../../../timeline/moment.ts";
import { isWaiting } from "../../../timeline/answers.ts";
import { counted, formatDuration, formatSize } from "../duration.ts";
import type { Fact } from "./facts.ts";
import type { ShowInput } from "./input.ts";
import { findAnswer, findAttachments, findHead, findMoment, isAttachment } from "./neighbours.ts";

/** How many packets of a body are told of. */
const MAX_PACKETS = 20;

export function relationFacts(input: ShowInput): readonly Fact[] {
  const several = input.moments.length > 1;
  return input.moments.slice(0, MAX_PACKETS).flatMap((moment) => {
    const facts = factsOf(input, moment);
    if (!several) return facts;
    return facts.map(([label, text]): Fact => [label, `packet ${moment.part + 1}: ${text}`]);
  });
}

function factsOf(input: ShowInput, moment: Moment): readonly Fact[] {
  return [
    ...attachmentFacts(input, moment),
    ...askingFacts(input, moment),
    ...answerFacts(input, moment),
    ...offsetFacts(moment),
  ];
}

/** A binary event's meaning is complete with its last attachment, and its answer pairs with that. */
function askingFacts(input: ShowInput, moment: Moment): readonly Fact[] {
  const ackId = moment.decoded?.event?.ackId;
  if (ackId === undefined) return [];
  const answer = findAnswer(input, moment);
  if (answer === undefined) {
    return [["Asks", `for an acknowledgement with the id ${ackId}; none is near on this tape`]];
  }
  return [[
    "Answered",
    `by ${answer.label} on line ${answer.line.number}, after ${
      formatDuration(answer.answers?.latency ?? 0)
    }`,
  ]];
}

function answerFacts(input: ShowInput, { answers }: Moment): readonly Fact[] {
  if (answers === undefined) return [];
  const { line, part, ackId, name, latency } = answers;
  const asked = findMoment(input, line, part);
  const place = asked?.decoded?.event?.namespace;
  return [[
    "Answers",
    `${name}${
      place === undefined ? "" : ` in ${place}`
    } on line ${line}, which asked with the id ` +
    `${ackId}; after ${formatDuration(latency)}`,
  ]];
}

function attachmentFacts(input: ShowInput, moment: Moment): readonly Fact[] {
  const { decoded } = moment;
  if (decoded === undefined) return [];
  if (isAttachment(moment)) {
    const head = findHead(input, moment);
    const part = decoded.packets.find(({ type }) => type === "attachment");
    const place = part !== undefined && "index" in part && "of" in part
      ? `attachment ${part.index} (the ${ordinal(Number(part.index) + 1)} of ${part.of})`
      : "an attachment";
    const of = head === undefined ? "" : ` of the packet on line ${head.line.number}`;
    return [["Belongs to", `${place}${of}`]];
  }
  if (!isWaiting(decoded)) return [];
  const packet = decoded.packets.at(-1);
  const count = packet !== undefined && "attachments" in packet ? Number(packet.attachments) : 0;
  const found = findAttachments(input, moment, count);
  const told = found.map(({ line, size }) => `line ${line.number} (${formatSize(size)})`).join(
    ", ",
  );
  const missing = count - found.length;
  const lacking = missing === 0 ? "" : `; ${missing} not near on this tape`;
  const facts: readonly Fact[] = [
    ["Attachments", `${counted(count, "attachment")}: ${told}${lacking}`],
  ];
  // The event is complete, and can be answered, with its last attachment.
  const last = missing === 0 ? found.at(-1) : undefined;
  return last === undefined ? facts : [...facts, ...askingFacts(input, last)];
}

function offsetFacts({ decoded }: Moment): readonly Fact[] {
  const offset = decoded?.event?.offset;
  if (offset === undefined) return [];
  return [[
    "Offset",
    `the last string, ${
      JSON.stringify(offset)
    }, is no argument: a client that returns shows it to ` +
    "be sent what it missed",
  ]];
}

function ordinal(number: number): string {
  return ["", "first", "second", "third"][number] ?? `${number}th`;
}
