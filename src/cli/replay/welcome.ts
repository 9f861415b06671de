// What a replay says when it stands: which tape it plays, where, and how to connect to it, ready to
// be typed or pasted.

import type { JsonValue } from "../../base/json.ts";
import type { ReplayServer } from "../../net/replay_server/replay_server.ts";
import type { ReplaySession } from "../../replay/script.ts";
import { ownQuery } from "../../replay/returns.ts";
import { cut, formatArgs, printable } from "../../view/terminal/event_line.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatElapsed } from "../recording/figures.ts";
import type { ReplayPlan } from "./plan.ts";
import type { PlayedTape } from "./tape.ts";

/** What a client says is an example as long as a person would type it. */
const MAX_EXAMPLE = 200;
const MAX_LINE = 1000;

/** What was hidden on the tape matches anything. */
const HIDDEN = /\*{4,}/g;

type Place = Pick<ReplayServer, "hostname" | "port">;

/** Where clients connect to: the namespace, or the path of a plain WebSocket, is in it. */
export function clientUrl(session: ReplaySession, place: Place): string {
  const base = serverUrl(session, place);
  if (session.carrier === "websocket") {
    const query = ownQuery(session).map(([name, value]) => `${name}=${value || "…"}`).join("&");
    return `${base}${session.request.path}${query === "" ? "" : `?${query}`}`;
  }
  const namespace = mainNamespace(session);
  return namespace === "/" ? base : `${base}${namespace}`;
}

/** `WIRETAPE_URL`: the namespace is left to the client, as `proxy` does. */
export function serverUrl({ carrier }: ReplaySession, { hostname, port }: Place): string {
  const reached = hostname === "0.0.0.0" ? "127.0.0.1" : hostname === "::" ? "::1" : hostname;
  const shown = reached.includes(":") ? `[${reached}]` : reached;
  return `${carrier === "websocket" ? "ws" : "http"}://${shown}:${port}`;
}

/** The first that the client asked for. */
function mainNamespace({ steps }: ReplaySession): string {
  const asked = steps.find(({ from, meaning }) => from === "client" && meaning.kind === "connect");
  return asked?.meaning.namespace ?? "/";
}

export function welcomeLines(
  tape: PlayedTape,
  plan: ReplayPlan,
  place: Place,
  hasKeys: boolean,
): readonly string[] {
  const { listen, isAlone } = plan;
  const [session] = tape.script.sessions;
  if (session === undefined) return [];
  const isMoved = listen.port !== 0 && place.port !== listen.port;
  return [
    ...(isMoved ? [`Port ${listen.port} is taken: LISTENING ON ${place.port} INSTEAD`] : []),
    `Playing ${printable(tape.name)}${tape.why === undefined ? "" : ` (${tape.why})`}: ${
      figuresOf(tape)
    }`,
    ...tape.script.notes.map(({ text }) => `  ${printable(text)}`),
    ...(isAlone ? [...connectLines(session, place), ...howLines(plan, hasKeys)] : []),
    ...(isLoopback(place.hostname)
      ? []
      : [`ANYBODY who reaches ${place.hostname}:${place.port} can connect to this tape`]),
  ];
}

function figuresOf({ script: { sessions } }: PlayedTape): string {
  const ofServer = sessions.reduce(
    (sum, { steps }) => sum + steps.filter(({ from }) => from === "server").length,
    0,
  );
  const [first] = sessions;
  const length = sessions.reduce((most, { at, ending }) => Math.max(most, ending.at - at), 0);
  const versions = new Set(
    sessions.map(({ engineVersion }) =>
      engineVersion === undefined ? "plain WebSocket" : `Engine.IO ${engineVersion}`
    ),
  );
  return [
    counted(sessions.length, "session"),
    `${counted(ofServer, "message")} of the server's`,
    `${formatElapsed(first === undefined ? 0 : length)} long`,
    [...versions].join(" and "),
  ].join(", ");
}

/** The same client as on the tape, as `record` has it, and as people write it. */
function connectLines(session: ReplaySession, place: Place): readonly string[] {
  const url = clientUrl(session, place);
  const said = session.steps.filter(({ from, meaning: { kind } }) =>
    from === "client" && (kind === "event" || kind === "other")
  ).slice(0, 1);
  if (session.carrier === "websocket") {
    const texts = said.flatMap(({ messages: [text] }) => typeof text === "string" ? [text] : []);
    return [
      commandLine(["record", url, ...texts.flatMap((text) => example("--send", text))]),
      `  or               new WebSocket(${JSON.stringify(url)})`,
    ];
  }
  const query = ownQuery(session).map(([name, value]) => [name, value || "x"] as const);
  const emits = said.flatMap(({ meaning }) =>
    meaning.kind === "event"
      ? example("--emit", `${meaning.name} ${formatArgs(meaning.args)}`.trim())
      : []
  );
  const path = session.request.path.replace(/\/?$/, "/");
  const isUsual = path === "/socket.io/" || session.request.path === "";
  const options: Record<string, JsonValue> = {
    ...(query.length === 0 ? {} : { query: Object.fromEntries(query) }),
    ...(isUsual ? {} : { path }),
  };
  const flags = query.flatMap(([name, value]) => ["--query", `${name}=${value}`]);
  const written = Object.keys(options).length === 0 ? "" : `, ${JSON.stringify(options)}`;
  const recorded = commandLine([
    "record",
    url,
    ...flags,
    ...(isUsual ? [] : ["--path", path]),
    ...emits,
  ]);
  return [
    // Our own client speaks Engine.IO 4.
    ...(session.engineVersion === 3 ? [] : [recorded]),
    `  ${session.engineVersion === 3 ? "connect with" : "or          "}     io(${
      JSON.stringify(url)
    }${written})${session.engineVersion === 3 ? "  of socket.io-client 2" : ""}`,
  ].map((line) => cut(line, MAX_LINE));
}

/** None that would have to be cut: it is there to be pasted. */
function example(flag: string, text: string): readonly string[] {
  const short = text.replace(HIDDEN, "x");
  return short.length > MAX_EXAMPLE ? [] : [flag, short];
}

function commandLine(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
  );
  return cut(printable(`  connect with     deno task ${quoted.join(" ")}`), MAX_LINE);
}

function howLines(
  { isTest, server: { serve, loop, firstPatience } }: ReplayPlan,
  hasKeys: boolean,
): readonly string[] {
  const what = serve === "whole"
    ? "  Every client gets the tape from its start"
    : "  Each session of the tape is played once";
  const ends = [
    ...(loop === true ? [] : ["when the tape has been played"]),
    ...(firstPatience === undefined || firstPatience === Infinity
      ? []
      : [`when nobody has come for ${firstPatience / 1000} s`]),
    "with Ctrl-C",
  ];
  return [
    loop === true ? `${what}, and again when it is through` : what,
    isTest
      ? `  It ends ${ends.join(", or ")}`
      : !hasKeys
      ? "  Ctrl-C ends it"
      : "  Keys: space pauses, n plays the next message, s waits no longer, + and - change the " +
        "speed, . and , go 10 s forward and back; Ctrl-C ends it",
  ];
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname.startsWith("127.");
}
