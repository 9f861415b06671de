// Looks for the names of events in lines that are not parsed. A line is left out only when it holds a
// message that can change nothing but itself: a plain EVENT of Socket.IO in Engine.IO, or an object
// on a plain WebSocket. Whatever it does not know for certain it lets through.

/** How many connections are followed; the lines of any more are let through. */
export const MAX_CONNECTIONS = 10_000;

/** How our writer begins the line of a message. */
const MESSAGE = '{"kind":"message","at":';
const CONNECTION = ',"conn":';
const SERVER_TEXT = ',"from":"server","text":"';
const CLIENT_TEXT = ',"from":"client","text":"';

const CARRYING = /^\{"kind":"(request|response|message|close)","at":[^,"]+,"conn":(\d+)[,}]/;

/** Lines of these kinds are never decoded. */
const SILENT = /^\{"kind":"(?:log|event|mark|note|open|control|bytes|end)",/;

/** The target of a request that begins an Engine.IO connection, whatever stands behind it. */
const ENGINE_TARGET = /"url":"[^"#\\]*[?&]EIO=/;

/**
 * Attachments of an event may follow, which belong to it by their order alone: a message that begins
 * with digits and `-` (`451-`), or with digits that are escaped.
 */
const ANNOUNCEMENT = /\d*(?:-|\\u)/y;

/** The same in a body, which may hold several packets. */
const ANNOUNCEMENT_IN_BODY = /4[356]\d+-[\d[/]/;

/** A body of which the text does not stand there. */
const HIDDEN_BODY = /"base64":"|\\u/;

const DIGIT_0 = 0x30;
const DIGIT_2 = 0x32;
const DIGIT_4 = 0x34;
const DIGIT_9 = 0x39;
const BRACE = 0x7b;

export class EventLineGate {
  readonly #names: readonly string[];
  readonly #hasSlash: boolean;
  /** Connections that speak Engine.IO. */
  readonly #engines = new Set<number>();
  /** Connections that carried an event, or an object, that was decoded. */
  readonly #events = new Set<number>();
  readonly #objects = new Set<number>();
  /** From here on every line counts, whatever it says. */
  #isOver = false;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#hasSlash = names.some((name) => name.includes("/"));
  }

  mayMatch(line: string): boolean {
    if (this.#isOver) return true;
    const text = textOffset(line);
    if (text === -1) {
      this.#follow(line);
      return true;
    }
    const first = line.charCodeAt(text);
    if (first === DIGIT_4 && line.charCodeAt(text + 1) === DIGIT_2) {
      const conn = connectionOf(line);
      return isFirst(this.#events, conn) || !this.#engines.has(conn) || this.#hasName(line);
    }
    if (first === BRACE) return isFirst(this.#objects, connectionOf(line)) || this.#hasName(line);
    ANNOUNCEMENT.lastIndex = text;
    this.#isOver = ANNOUNCEMENT.test(line);
    return true;
  }

  /** Escapes may hide a name: `\u006c` any character, `\/` a slash. */
  #hasName(line: string): boolean {
    for (const name of this.#names) if (line.includes(name)) return true;
    return line.includes("\\u") || this.#hasSlash && line.includes("\\/");
  }

  #follow(line: string): void {
    if (SILENT.test(line)) return;
    const [, kind, digits] = CARRYING.exec(line) ?? [];
    const conn = Number(digits);
    switch (kind) {
      case "close":
        this.#forget(conn);
        return;
      case "request":
        this.#forget(conn);
        if (ENGINE_TARGET.test(line) && this.#engines.size < MAX_CONNECTIONS) {
          this.#engines.add(conn);
        }
        this.#isOver = HIDDEN_BODY.test(line) || ANNOUNCEMENT_IN_BODY.test(line);
        return;
      case "response":
        this.#isOver = HIDDEN_BODY.test(line) || ANNOUNCEMENT_IN_BODY.test(line);
        return;
      case "message":
        // A binary message can be an attachment, but it cannot announce one. One whose text stands
        // elsewhere is of another writer.
        this.#isOver = !line.includes('"base64":"');
        return;
      default:
        this.#isOver = true;
    }
  }

  #forget(conn: number): void {
    this.#engines.delete(conn);
    this.#events.delete(conn);
    this.#objects.delete(conn);
  }
}

/**
 * Whether a connection has not been met; it then has. What a session speaks shows in its first
 * message, which therefore is always decoded.
 */
function isFirst(met: Set<number>, conn: number): boolean {
  if (met.has(conn)) return false;
  if (met.size < MAX_CONNECTIONS) met.add(conn);
  return true;
}

/** Where the text of a message begins, -1 when the line is not one as our writer writes them. */
function textOffset(line: string): number {
  if (!line.startsWith(MESSAGE)) return -1;
  const conn = line.indexOf(",", MESSAGE.length);
  if (!line.startsWith(CONNECTION, conn)) return -1;
  const end = line.indexOf(",", conn + 1);
  if (line.startsWith(SERVER_TEXT, end)) return end + SERVER_TEXT.length;
  return line.startsWith(CLIENT_TEXT, end) ? end + CLIENT_TEXT.length : -1;
}

/** The connection's number, of a line that is a message. */
function connectionOf(line: string): number {
  let conn = 0;
  let offset = line.indexOf(CONNECTION, MESSAGE.length) + CONNECTION.length;
  for (;; offset++) {
    const code = line.charCodeAt(offset);
    if (!(code >= DIGIT_0 && code <= DIGIT_9)) return conn;
    conn = conn * 10 + code - DIGIT_0;
  }
}
