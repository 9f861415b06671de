// Every field of every kind of entry, with what it may hold and whether it may be left out. The
// types below make the compiler refuse a table that says other than the interfaces in entry.ts.

import type { EntryKind, EntryOf, TapeHeader } from "./entry.ts";
import {
  COUNT,
  COUNTS,
  COUNTS_BY_NAME,
  FLAG,
  HEADERS,
  LIST,
  MARKER,
  NUMBER,
  objectWith,
  oneOf,
  REDACTED,
  SIDE,
  TEXT,
  TEXTS,
  TIME,
  type ValueRule,
} from "./field_rules.ts";

/** The rule of a field that is always there. */
export interface NeededField extends ValueRule {
  readonly optional: false;
}

/** The rule of a field that may be left out. */
export interface OptionalField extends ValueRule {
  readonly optional: true;
}

export type FieldRule = NeededField | OptionalField;

type RuleFor<Shape, Field extends keyof Shape> = Pick<Shape, never> extends Pick<Shape, Field>
  ? OptionalField
  : NeededField;

/** A rule for each field of a shape, `kind` apart: needed and optional as in the shape. */
export type FieldRules<Shape> = {
  readonly [Field in Exclude<keyof Shape, "kind">]-?: RuleFor<Shape, Field>;
};

export const HEADER_FIELDS: FieldRules<TapeHeader> = {
  format: needed(TEXT),
  id: needed(TEXT),
  startedAt: needed(TIME),
  tool: needed(TEXT),
  mode: needed(TEXT),
  from: optional(TEXT),
  target: optional(TEXT),
  redacted: optional(REDACTED),
  watch: optional(TEXTS),
  eventKeys: optional(TEXTS),
  redaction: optional(objectWith({ on: FLAG }, { keys: TEXTS })),
};

const ALL = { at: needed(NUMBER), redacted: optional(REDACTED), context: optional(MARKER) };
const CONN = { conn: needed(COUNT) };
const SENT = { ...CONN, from: needed(SIDE) };
const CONTENT = {
  text: optional(TEXT),
  base64: optional(TEXT),
  wireBytes: optional(COUNT),
  truncated: optional(MARKER),
};
const HTTP = {
  ...CONN,
  id: needed(COUNT),
  headers: needed(HEADERS),
  coding: optional(TEXT),
  version: optional(TEXT),
  trailers: optional(HEADERS),
  omitted: optional(MARKER),
};

export const ENTRY_FIELDS: { readonly [Kind in EntryKind]: FieldRules<EntryOf<Kind>> } = {
  open: { ...ALL, ...CONN, peer: optional(TEXT) },
  request: { ...ALL, ...HTTP, ...CONTENT, method: needed(TEXT), url: needed(TEXT) },
  response: { ...ALL, ...HTTP, ...CONTENT, status: needed(COUNT), reason: optional(TEXT) },
  message: {
    ...ALL,
    ...SENT,
    ...CONTENT,
    frames: optional(COUNTS),
    compressed: optional(MARKER),
  },
  event: {
    ...ALL,
    ...SENT,
    ns: needed(TEXT),
    name: needed(TEXT),
    args: needed(LIST),
    of: needed(COUNT),
    ack: optional(COUNT),
  },
  control: {
    ...ALL,
    ...SENT,
    ...CONTENT,
    op: needed(oneOf("ping", "pong", "close", "end")),
    code: optional(COUNT),
    reason: optional(TEXT),
  },
  bytes: { ...ALL, ...SENT, ...CONTENT },
  log: { ...ALL, source: needed(TEXT), text: needed(TEXT) },
  mark: { ...ALL, text: needed(TEXT) },
  note: { ...ALL, conn: optional(COUNT), rule: needed(TEXT), text: needed(TEXT) },
  close: {
    ...ALL,
    ...CONN,
    by: optional(oneOf("client", "server", "tap")),
    reset: optional(FLAG),
  },
  end: {
    ...ALL,
    entries: needed(COUNT),
    counts: optional(COUNTS_BY_NAME),
    secrets: optional(objectWith({ hidden: COUNT })),
  },
};

function needed(rule: ValueRule): NeededField {
  return { ...rule, optional: false };
}

function optional(rule: ValueRule): OptionalField {
  return { ...rule, optional: true };
}
