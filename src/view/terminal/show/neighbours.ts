// Who belongs to whom on a tape: requests and their responses, events and their acknowledgements,
// binary packets and their attachments, a WebSocket and the request that it came from.

import type { EntryOf } from "../../../tape/entry.ts";
import type { Moment } from "../../../timeline/moment.ts";
import { isInterim } from "../../../wire/status.ts";
import type { ShowInput } from "./input.ts";

export type MomentOf<Kind extends "request" | "response"> = Moment & {
  readonly line: { readonly known: true; readonly entry: EntryOf<Kind> };
};

/** It stands behind a response that came while its body was still being sent. */
export function findRequest(
  { before, after }: ShowInput,
  id: number,
): MomentOf<"request"> | undefined {
  const isMeant = (moment: Moment): boolean => isRequest(moment) && moment.line.entry.id === id;
  return (before.findLast(isMeant) ?? after.find(isMeant)) as MomentOf<"request"> | undefined;
}

/** The final one, if it is there: `100 Continue` and its like come before it. */
export function findResponse(
  { before, after }: ShowInput,
  id: number,
): MomentOf<"response"> | undefined {
  const all = [...after, ...before.toReversed()]
    .filter((moment): moment is MomentOf<"response"> =>
      isResponse(moment) && moment.line.entry.id === id
    );
  return all.find(({ line }) => !isInterim(line.entry.status)) ?? all[0];
}

/** The request that a connection's WebSocket came from. */
export function findUpgrade({ before }: ShowInput, conn: number): MomentOf<"request"> | undefined {
  return before.findLast((moment) =>
    isRequest(moment) && moment.conn === conn &&
    moment.line.entry.headers.some(([name]) => name.toLowerCase() === "upgrade")
  ) as
    | MomentOf<"request">
    | undefined;
}

/** The acknowledgement that answers this moment. */
export function findAnswer({ moments, after }: ShowInput, asking: Moment): Moment | undefined {
  return [...moments, ...after].find(({ answers }) =>
    answers?.line === asking.line.number && answers.part === asking.part
  );
}

/** What was asked under this line and part, when it is near enough. */
export function findMoment(input: ShowInput, line: number, part: number): Moment | undefined {
  return [...input.before, ...input.moments].find((moment) =>
    moment.line.number === line && moment.part === part
  );
}

/** The attachments that follow a binary packet: messages of the same side and session. */
export function findAttachments(
  { moments, after }: ShowInput,
  head: Moment,
  count: number,
): readonly Moment[] {
  const start = moments.indexOf(head) + 1;
  return [...moments.slice(start), ...after]
    .filter((moment) => isSameFlow(moment, head) && isAttachment(moment))
    .slice(0, count);
}

/** The binary packet that an attachment belongs to. */
export function findHead({ moments, before }: ShowInput, part: Moment): Moment | undefined {
  const end = moments.indexOf(part);
  return [...before, ...moments.slice(0, Math.max(0, end))].findLast((moment) =>
    isSameFlow(moment, part) && !isAttachment(moment) &&
    moment.decoded?.packets.some(({ protocol }) => protocol === "socket.io")
  );
}

/** What came last on the same connection. */
export function findPrevious({ before, line }: ShowInput): Moment | undefined {
  const { entry } = line;
  const conn = "conn" in entry ? entry.conn : undefined;
  return before.findLast((moment) => conn !== undefined && moment.conn === conn);
}

export function isAttachment({ decoded }: Moment): boolean {
  return decoded?.packets.some(({ type }) => type === "attachment") === true;
}

function isSameFlow(left: Moment, right: Moment): boolean {
  const session = left.decoded?.session;
  if (left.from !== right.from) return false;
  return session === undefined ? left.conn === right.conn : session === right.decoded?.session;
}

function isRequest(moment: Moment): moment is MomentOf<"request"> {
  return moment.line.known && moment.line.entry.kind === "request";
}

function isResponse(moment: Moment): moment is MomentOf<"response"> {
  return moment.line.known && moment.line.entry.kind === "response";
}
