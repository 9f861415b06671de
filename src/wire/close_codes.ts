// The codes of WebSocket close frames: their names, what they mean, which may stand on the wire.

/** RFC 6455, section 7.4.1: the connection went away without a close frame. */
export const ABNORMAL_CLOSURE = 1006;

export interface CloseCode {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  /** Whether a close frame may carry it (RFC 6455, section 7.4). */
  readonly onWire: boolean;
}

type KnownCode = readonly [code: number, name: string, meaning: string, onWire: boolean];

/** RFC 6455, section 7.4.1, and the registry that it founded (section 11.7). */
const KNOWN: readonly KnownCode[] = [
  [1000, "Normal Closure", "the purpose of the connection was fulfilled", true],
  [1001, "Going Away", "the server is going down or the page was left", true],
  [1002, "Protocol Error", "the other side broke the protocol", true],
  [1003, "Unsupported Data", "a kind of data came that cannot be accepted", true],
  [1004, "Reserved", "a meaning might be given to it later", false],
  [1005, "No Status Received", "the close frame carried no code", false],
  [ABNORMAL_CLOSURE, "Abnormal Closure", "the connection went away without a close frame", false],
  [
    1007,
    "Invalid Payload Data",
    "a message's data did not fit its type, as text that is no UTF-8",
    true,
  ],
  [1008, "Policy Violation", "a message broke the receiver's policy", true],
  [1009, "Message Too Big", "a message was too big to be handled", true],
  [1010, "Mandatory Extension", "the client needed an extension that was not agreed on", true],
  [1011, "Internal Error", "the server could not fulfil the request", true],
  [1012, "Service Restart", "the server restarts", true],
  [1013, "Try Again Later", "the server is overloaded", true],
  [1014, "Bad Gateway", "a gateway had an invalid answer from its upstream", true],
  [1015, "TLS Handshake", "the TLS handshake failed", false],
];

const KNOWN_CODES: ReadonlyMap<number, CloseCode> = new Map(
  KNOWN.map(([code, name, meaning, onWire]) => [code, { code, name, meaning, onWire }]),
);

export function closeCode(code: number): CloseCode {
  const known = KNOWN_CODES.get(code);
  if (known !== undefined) return known;
  // RFC 6455, section 7.4.2
  if (code >= 3000 && code <= 3999) {
    return {
      code,
      name: "Registered",
      meaning: "a library's or framework's own code",
      onWire: true,
    };
  }
  if (code >= 4000 && code <= 4999) {
    return { code, name: "Private Use", meaning: "the application's own code", onWire: true };
  }
  return { code, name: "Unassigned", meaning: "no meaning is given to it", onWire: false };
}
