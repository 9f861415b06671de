// The fields that expressions speak of, in one table: what they are called, what they can be, what
// they mean and where they are found. docs/expressions.md and all hints are made from it.

import { LAYERS, type Moment } from "../moment.ts";
import {
  ackOf,
  argumentsOf,
  dataOf,
  dollarOfMoment,
  entryField,
  type Found,
  namespaceOf,
  notesOf,
  packetTypeOf,
  ruleOf,
  textOf,
} from "./field_values.ts";

/** What a field is where it is there; `any` is any JSON value, or binary. */
export type FieldType = "text" | "number" | "boolean" | "list" | "object" | "any";

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** All that it can be, when that is a closed list. */
  readonly values?: readonly string[];
  /** One line for people. */
  readonly meaning: string;
  readonly read: (moment: Moment) => Found;
}

export const FIELDS: readonly Field[] = [
  {
    name: "event",
    type: "text",
    meaning: "the event's name",
    read: ({ decoded }) => decoded?.event?.name,
  },
  {
    name: "ns",
    type: "text",
    meaning: "of an event or any other Socket.IO packet: its namespace",
    read: namespaceOf,
  },
  {
    name: "args",
    type: "list",
    meaning: "the arguments of an event, or of the acknowledgement that answers one",
    read: argumentsOf,
  },
  {
    name: "$",
    type: "any",
    meaning: "the only argument, or the list of them when there are several or none",
    read: dollarOfMoment,
  },
  {
    name: "from",
    type: "text",
    values: ["client", "server"],
    meaning: "who sent it",
    read: (moment) => moment.from,
  },
  {
    name: "conn",
    type: "number",
    meaning: "the TCP connection, counted from 1",
    read: (moment) => moment.conn,
  },
  {
    name: "session",
    type: "text",
    meaning: "the Engine.IO session's sid",
    read: ({ decoded }) => decoded?.session,
  },
  {
    name: "transport",
    type: "text",
    values: ["polling", "websocket", "http"],
    meaning: "what carried it",
    read: ({ decoded }) => decoded?.transport,
  },
  {
    name: "layer",
    type: "text",
    values: LAYERS,
    meaning: "how deep it goes",
    read: (moment) => moment.layer,
  },
  {
    name: "packet",
    type: "text",
    meaning: "the innermost packet's type: `EVENT`, `ACK`, `CONNECT_ERROR`, `ping`, `value`, …",
    read: packetTypeOf,
  },
  {
    name: "label",
    type: "text",
    meaning: "what the timeline calls it: `EVENT location:track`",
    read: (moment) => moment.label,
  },
  {
    name: "at",
    type: "number",
    meaning: "milliseconds since the start: `at > 10s`",
    read: (moment) => moment.at,
  },
  {
    name: "size",
    type: "number",
    meaning: "bytes of its content (of an event with binary: of the message that completed it)",
    read: (moment) => moment.size,
  },
  {
    name: "ack",
    type: "number",
    meaning: "the id under which an answer is expected, or that is answered",
    read: ackOf,
  },
  {
    name: "answers",
    type: "text",
    meaning: "of an acknowledgement: the name of the event that it answers",
    read: (moment) => moment.answers?.name,
  },
  {
    name: "latency",
    type: "number",
    meaning: "of an acknowledgement: milliseconds since the event that it answers",
    read: (moment) => moment.answers?.latency,
  },
  {
    name: "text",
    type: "text",
    meaning: "the text on the wire, or of a log line, mark or note",
    read: textOf,
  },
  {
    name: "data",
    type: "any",
    meaning: "a plain WebSocket's JSON message; what a CONNECT, CONNECT_ERROR or `open` carries",
    read: dataOf,
  },
  {
    name: "kind",
    type: "text",
    meaning: "the kind of the line: `message`, `request`, `close`, `mark`, …",
    read: ({ line }) => line.entry.kind,
  },
  {
    name: "line",
    type: "number",
    meaning: "the number of the line",
    read: ({ line }) => line.number,
  },
  {
    name: "part",
    type: "number",
    meaning: "which packet of a polling body, from 0",
    read: (moment) => moment.part,
  },
  {
    name: "method",
    type: "text",
    meaning: "of an HTTP request: `GET`, `POST`, …",
    read: entryField("method"),
  },
  {
    name: "url",
    type: "text",
    meaning: "of an HTTP request: its target",
    read: entryField("url"),
  },
  {
    name: "status",
    type: "number",
    meaning: "of an HTTP response: 200, 101, …",
    read: entryField("status"),
  },
  {
    name: "rule",
    type: "text",
    meaning: "of what is odd: the rule of its first note",
    read: ruleOf,
  },
  {
    name: "notes",
    type: "list",
    meaning: "of what is odd: all notes, each with `rule` and `text`",
    read: notesOf,
  },
  {
    name: "routine",
    type: "boolean",
    meaning: "whether the timeline folds it away: heartbeats, probes and the like",
    read: (moment) => moment.isRoutine,
  },
  {
    name: "entry",
    type: "object",
    meaning: "the whole line as it stands on the tape: `entry.code == 1006`",
    // What is on a tape came from JSON, and unknown fields are kept.
    read: ({ line }) => line.entry as unknown as Found,
  },
];

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));

/** The field of this name, if there is one. */
export function findField(name: string): Field | undefined {
  return BY_NAME.get(name);
}
