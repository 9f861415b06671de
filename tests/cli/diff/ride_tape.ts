// A tape of a ride, made without chance: a driver's client joins a room, positions come once a second,
// and every tenth of them the client asks something. What is said of a ride makes it another one.

export interface Ride {
  /** Another seed, other positions, slightly other times. */
  readonly seed: number;
  readonly points?: number;
  /** Changes a position before it is sent; undefined leaves it out. */
  readonly point?: (point: Point, index: number) => Readonly<Record<string, unknown>> | undefined;
  /** What the client asks; undefined leaves it out. */
  readonly ask?: (visit: number) => unknown;
  /** How long the answer takes; undefined for none at all. */
  readonly answerAfter?: (visit: number) => number | undefined;
  /** A silence before this point. */
  readonly silence?: { readonly before: number; readonly milliseconds: number };
  /** The server leaves after so many points. */
  readonly serverLeavesAfter?: number;
  /** Events by name, in this order, before the ride. */
  readonly before?: readonly string[];
}

export interface Point {
  readonly n: number;
  readonly lat: number;
  readonly lng: number;
  readonly speed: number;
}

const POINTS = 30;

/** Milliseconds from 0 to 40, other ones for each seed. */
function jitter(seed: number, index: number): number {
  return (seed * 7919 + index * 104_729) % 41;
}

export function rideTape(ride: Ride): string {
  const { seed, points = POINTS, point = (same) => same, ask = plainVisit } = ride;
  const { answerAfter = (): number => 12, silence, serverLeavesAfter, before = [] } = ride;
  const lines: object[] = [header(seed), ...opening(seed)];
  const say = (at: number, from: "client" | "server", text: string): void => {
    lines.push({ kind: "message", at: Math.round(at * 1000) / 1000, conn: 1, from, text });
  };
  for (const [index, name] of before.entries()) say(7 + index, "server", event(name, `${name}!`));
  let at = 20;
  for (let n = 0; n < points; n++) {
    at += 980 + jitter(seed, n) + (silence?.before === n ? silence.milliseconds : 0);
    const made = point(pointOf(seed, n), n);
    if (made !== undefined) say(at, "server", event("location:track", made));
    if (n % 10 === 5) {
      const visit = (n - 5) / 10;
      const asked = ask(visit);
      const after = answerAfter(visit);
      if (asked !== undefined) say(at + 1, "client", event("visit:check", asked, visit));
      if (asked !== undefined && after !== undefined) {
        say(at + 1 + after, "server", `43/sfa,${visit}[{"ok":true}]`);
      }
    }
    if (n + 1 === serverLeavesAfter) break;
  }
  say(at + 500, serverLeavesAfter === undefined ? "client" : "server", "41/sfa,");
  const closed = Math.round(at) + 501;
  lines.push({ kind: "close", at: closed, conn: 1, by: "client" });
  lines.push({ kind: "end", at: closed + 1, entries: lines.length });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

function pointOf(seed: number, n: number): Point {
  const step = jitter(seed, n);
  return {
    n,
    lat: Math.round(-6_200_000 + n * 100 + step) / 1e6,
    lng: Math.round(106_800_000 + step) / 1e6,
    speed: 5 + step / 10,
  };
}

function plainVisit(visit: number): unknown {
  return { visit, tags: ["a", "b"] };
}

function event(name: string, value: unknown, ack: number | "" = ""): string {
  return `42/sfa,${ack}${JSON.stringify([name, value])}`;
}

function header(seed: number): object {
  return {
    kind: "tape",
    format: "wiretape/1",
    id: `ride-${seed}`,
    startedAt: "2026-11-21T03:00:00.000Z",
    tool: "wiretape 0.1.0",
    mode: "proxy",
    target: "http://127.0.0.1:3000/",
  };
}

function opening(seed: number): readonly object[] {
  const sid = `sid${seed}`.padEnd(20, "A");
  const upgrade = [["Upgrade", "websocket"], ["Connection", "Upgrade"]];
  const handshake = { sid, upgrades: [], pingInterval: 25_000, pingTimeout: 20_000 };
  const message = (at: number, from: string, text: string): object => {
    return { kind: "message", at, conn: 1, from, text };
  };
  return [
    { kind: "open", at: 0, conn: 1 },
    {
      kind: "request",
      at: 1,
      conn: 1,
      id: 1,
      method: "GET",
      url: "/socket.io/?EIO=4&transport=websocket",
      headers: [
        ["Host", "127.0.0.1:3000"],
        ...upgrade,
        ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="],
        ["Sec-WebSocket-Version", "13"],
      ],
    },
    {
      kind: "response",
      at: 2,
      conn: 1,
      id: 1,
      status: 101,
      headers: [...upgrade, ["Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]],
    },
    message(3, "server", `0${JSON.stringify(handshake)}`),
    message(4, "client", "40/sfa,"),
    message(5, "server", `40/sfa,{"sid":"namespace-sid-of-${seed}"}`),
    message(6, "client", '42/sfa,["room:subscribe",{"room":"track_1"}]'),
  ];
}
