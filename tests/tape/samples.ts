// A header and entries of every kind: as short as they may be, and with every field there is.

import type { Entry, EntryKind, EntryOf, TapeHeader } from "../../src/tape/entry.ts";

export const HEADER: TapeHeader = {
  kind: "tape",
  format: "wiretape/1",
  id: "b1c5f0e2",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape 0.1.0",
  mode: "record",
};

export const FULL_HEADER: Required<TapeHeader> = {
  ...HEADER,
  from: "0c51d2aa",
  target: "https://sfa.example/sfa?auth_type=v3&token=********",
  redacted: { target: [[43, 8, "9f2c11aa"]] },
  watch: ["location:track"],
  eventKeys: ["cmd"],
  redaction: { on: true, keys: ["user"] },
};

const ALL = { at: 12.006, redacted: { text: [[4, 8, "9f2c11aa"]] }, context: true } as const;
const CONTENT = { text: '42["hi"]', wireBytes: 9, truncated: true } as const;
const HTTP = {
  conn: 1,
  id: 1,
  headers: [["Host", "sfa.example"], ["Accept", "*/*"], ["Accept", "text/plain"]],
  coding: "gzip",
  version: "1.0",
  trailers: [["Digest", "x"]],
  omitted: true,
} as const;

/** Every kind with every field, but for `base64`, which excludes `text`. */
export const FULL: { readonly [Kind in EntryKind]: EntryOf<Kind> } = {
  open: { kind: "open", ...ALL, conn: 1, peer: "127.0.0.1:51514" },
  request: { kind: "request", ...ALL, ...HTTP, ...CONTENT, method: "POST", url: "/socket.io/" },
  response: { kind: "response", ...ALL, ...HTTP, ...CONTENT, status: 200, reason: "OK" },
  message: {
    kind: "message",
    ...ALL,
    ...CONTENT,
    conn: 2,
    from: "server",
    frames: [4, 4],
    compressed: true,
  },
  event: {
    kind: "event",
    ...ALL,
    conn: 2,
    from: "server",
    ns: "/sfa",
    name: "location:track",
    args: [{ lat: 52.5, lng: 13.4 }, null],
    of: 5,
    ack: 0,
  },
  control: {
    kind: "control",
    ...ALL,
    ...CONTENT,
    conn: 2,
    from: "server",
    op: "close",
    code: 1000,
    reason: "bye",
  },
  bytes: { kind: "bytes", ...ALL, ...CONTENT, conn: 3, from: "client" },
  log: { kind: "log", ...ALL, source: "engine.io-client:socket", text: "socket open" },
  mark: { kind: "mark", ...ALL, text: "driver turned left" },
  note: { kind: "note", ...ALL, conn: 2, rule: "wire/frame-too-large", text: "70 MB" },
  close: { kind: "close", ...ALL, conn: 2, by: "tap", reset: false },
  end: { kind: "end", ...ALL, entries: 13, counts: { message: 7 }, secrets: { hidden: 2 } },
};

/** Every kind with nothing that may be left out. */
export const SHORT: { readonly [Kind in EntryKind]: EntryOf<Kind> } = {
  open: { kind: "open", at: 0, conn: 1 },
  request: { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/", headers: [] },
  response: { kind: "response", at: 0, conn: 1, id: 1, status: 200, headers: [] },
  message: { kind: "message", at: 0, conn: 1, from: "client", base64: "AAEC" },
  event: { kind: "event", at: 0, conn: 1, from: "client", ns: "/", name: "", args: [], of: 2 },
  control: { kind: "control", at: 0, conn: 1, from: "client", op: "end" },
  bytes: { kind: "bytes", at: 0, conn: 1, from: "client", base64: "" },
  log: { kind: "log", at: 0, source: "", text: "" },
  mark: { kind: "mark", at: 0, text: "" },
  note: { kind: "note", at: 0, rule: "", text: "" },
  close: { kind: "close", at: 0, conn: 1 },
  end: { kind: "end", at: 0, entries: 0 },
};

export const SAMPLES: readonly Entry[] = [...Object.values(FULL), ...Object.values(SHORT)];
