// What both sides of a scripted exchange write down: lines that mean something to an application,
// and the raw messages under them. Plain JSON, as it comes out of programs in other languages too.

/** Binary in JSON. */
export interface Binary {
  readonly $binary: string;
}

/** A message as its sender handed it over: text, or binary. */
export type RawMessage = string | Binary;

export interface LogLine {
  /** From the point of view of whoever wrote it down. */
  readonly direction: "sent" | "received";
  readonly namespace: string;
  /** `lost` is the end of a connection that no packet told. */
  readonly kind: "connect" | "refused" | "event" | "ack" | "disconnect" | "lost";
  /** The event's name (of an ack: of the event that it answers), or the reason of a loss. */
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The messages of one Engine.IO session, in the order of each direction. */
export interface SessionLog {
  readonly session: string;
  readonly sent: readonly RawMessage[];
  readonly received: readonly RawMessage[];
}

/** All that one side wrote down. */
export interface PeerLog {
  readonly lines: readonly LogLine[];
  readonly sessions: readonly SessionLog[];
}

/** Any value with its binary as JSON: the same whichever class a peer has for bytes. */
export function plain(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return toBinary(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) {
    return toBinary(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The same for a message. */
export function plainMessage(data: unknown): RawMessage {
  const message = plain(data);
  if (typeof message === "string" || isBinary(message)) return message;
  throw new TypeError(`Cannot write down ${JSON.stringify(message)}: it is no message`);
}

/** The way back, for whoever sends what was written down. */
export function lively<Bytes>(value: unknown, toBytes: (bytes: Uint8Array) => Bytes): unknown {
  if (isBinary(value)) {
    return toBytes(Uint8Array.from(atob(value.$binary), (character) => character.charCodeAt(0)));
  }
  if (Array.isArray(value)) return value.map((item) => lively(item, toBytes));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, lively(item, toBytes)]);
  return Object.fromEntries(entries);
}

export function isBinary(value: unknown): value is Binary {
  return typeof value === "object" && value !== null && "$binary" in value &&
    typeof value.$binary === "string";
}

/** In pieces: an argument for each byte of a long message would be too many. */
function toBinary(bytes: Uint8Array): Binary {
  let characters = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    characters += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return { $binary: btoa(characters) };
}
