// A session's story in one line: how it began, what it joined, how it moved, how it ended.

import type {
  Counts,
  Ending,
  HeartbeatStory,
  NamespaceStory,
  SessionStory,
  Story,
  WebSocketStory,
} from "../../timeline/sessions_story.ts";
import { counted, formatDuration } from "./duration.ts";
import { endingWords } from "./ending_words.ts";
import { cut, printable } from "./event_line.ts";
import { type Paint, plainPaint } from "./paint.ts";
import { textWidth, wrapColumns } from "./text_width.ts";

/** How much of a sid is shown: enough to tell sessions apart. */
const SID_CHARACTERS = 8;

export interface StoryOptions {
  readonly columns: number;
  readonly paint?: Paint;
}

/** How many lines one part of a story may take: reasons are a peer's words. */
const MAX_PART_LINES = 3;

const INDENT = "  ";

/** A line for each session, more where the screen is narrow; HTTP that is none of a protocol's is told together in the last one. */
export function storyLines(
  stories: readonly Story[],
  { columns, paint = plainPaint }: StoryOptions,
): readonly string[] {
  let session = 0;
  const lines: string[] = [];
  for (const story of stories) {
    if (story.kind === "http") continue;
    if (story.kind === "session") session += 1;
    const title = titleOf(story, session);
    const [first = "", ...more] = wrapParts(`${title}  `, partsOf(story).map(printable), columns);
    const style = wentWrong(story) ? "red" : "bold";
    lines.push(paint(style, first.slice(0, title.length)) + first.slice(title.length), ...more);
  }
  return [...lines, ...httpLine(stories).map((line) => cut(printable(line), columns))];
}

/** Breaks between the parts: how a session ended stands last, and is worth a line of its own. */
function wrapParts(start: string, parts: readonly string[], columns: number): readonly string[] {
  const room = Math.max(1, columns - INDENT.length);
  const lines: string[] = [];
  let line = start;
  let isBegun = false;
  for (const part of parts) {
    const joined = `${line}${isBegun ? " · " : ""}${part}`;
    if (textWidth(joined) <= columns) {
      line = joined;
    } else {
      lines.push(line.trimEnd());
      const pieces = wrapColumns(cut(part, MAX_PART_LINES * room), room)
        .map((piece) => INDENT + piece);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
    }
    isBegun = true;
  }
  return [...lines, line].map((text) => cut(text, columns));
}

function titleOf(story: Exclude<Story, { kind: "http" }>, session: number): string {
  switch (story.kind) {
    case "session":
      return `session ${session}`;
    case "refusal":
      return "refused";
    case "websocket":
      return `websocket ${story.conn}`;
  }
}

function partsOf(story: Exclude<Story, { kind: "http" }>): readonly string[] {
  switch (story.kind) {
    case "session":
      return sessionParts(story);
    case "refusal":
      return [
        `HTTP ${story.status}: ${story.reason} (connection ${story.conn}, ${time(story.at)})`,
      ];
    case "websocket":
      return websocketParts(story);
  }
}

function sessionParts(story: SessionStory): readonly string[] {
  const { sid, version, namespaces, events, heartbeats } = story;
  return [
    `${cut(sid, SID_CHARACTERS)} ${begun(story)}`,
    `Engine.IO${version === undefined ? "" : ` ${version}`}, ${transports(story)}`,
    ...namespaces.map(namespaceText),
    exchanged(events, "event"),
    ...heartbeatText(heartbeats),
    endingText(story),
  ];
}

function websocketParts(story: WebSocketStory): readonly string[] {
  const { url, messages, heartbeats } = story;
  return [
    `${url.replace(/\*{9,}/g, "********")} ${begun(story)}`,
    exchanged(messages, "message"),
    ...heartbeatText(heartbeats),
    endingText(story),
  ];
}

function exchanged({ client, server }: Counts, noun: string): string {
  if (client + server === 0) return `no ${noun}s`;
  return `${counted(client, noun)} →, ${server} ←`;
}

function transports({ transport, upgrade }: SessionStory): string {
  const first = transport ?? "begun before the tape";
  if (upgrade === undefined) return first;
  if (upgrade.state === "tried") return `${first}, websocket tried and not taken`;
  const { milliseconds } = upgrade;
  return `${first}, then websocket${
    milliseconds === undefined ? "" : ` after ${formatDuration(milliseconds)}`
  }`;
}

function namespaceText({ name, state, reason, by }: NamespaceStory): string {
  switch (state) {
    case "asked":
      return `${name} never answered`;
    case "refused":
      return `${name} refused${reason === "" ? "" : `: ${reason}`}`;
    case "joined":
      return `${name} joined`;
    case "left":
      return `${name} joined, left by the ${by ?? "client"}`;
  }
}

function heartbeatText({ sent, answered, missed, overdue, by }: HeartbeatStory): readonly string[] {
  const late = overdue ? ["heartbeat overdue"] : [];
  if (sent === 0) return late;
  const kept = missed === 0 ? "all answered" : `${answered} answered, ${missed} missed`;
  return [`${counted(sent, "heartbeat")} of the ${by ?? "server"}'s, ${kept}`, ...late];
}

function begun({ at, beganBefore }: SessionStory | WebSocketStory): string {
  return beganBefore === true ? "begun before this cut" : `at ${time(at)}`;
}

/** How long it lasted is only known of what has its beginning on the tape. */
function endingText({ ending, at, beganBefore }: SessionStory | WebSocketStory): string {
  const how = howItEnded(ending);
  return beganBefore === true ? how : `${how} after ${formatDuration(ending.at - at)}`;
}

function howItEnded(ending: Ending): string {
  const { kind, reason } = ending;
  const isTold = kind === "disconnect" && reason !== undefined;
  return endingWords(ending) + (isTold ? ", as it says itself," : "");
}

function wentWrong(story: Story): boolean {
  if (story.kind === "refusal") return true;
  if (story.kind !== "session") return false;
  const { namespaces, heartbeats, ending } = story;
  return namespaces.some(({ state }) => state === "refused") || heartbeats.missed > 0 ||
    ending.kind === "connection-reset" || ending.kind === "unknown-session";
}

function httpLine(stories: readonly Story[]): readonly string[] {
  const statuses = new Map<string, number>();
  let requests = 0;
  let connections = 0;
  for (const story of stories) {
    if (story.kind !== "http") continue;
    connections += 1;
    requests += story.requests;
    for (const [status, count] of Object.entries(story.statuses)) {
      statuses.set(status, (statuses.get(status) ?? 0) + count);
    }
  }
  if (requests === 0) return [];
  const answers = [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  return [
    `other HTTP  ${counted(requests, "request")} over ${counted(connections, "connection")}` +
    (answers === "" ? ", none answered" : `: ${answers}`),
  ];
}

function time(at: number): string {
  return `${(at / 1000).toFixed(3)} s`;
}
