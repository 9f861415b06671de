// The flags of `record`: what our client does, beside what every recording has.

import { DEFAULT_RATE, DEMO_NAMES, MAX_RATE, MAX_SEED } from "../../demo/names.ts";
import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";
import { RECORDING_FLAGS } from "../recording/flags.ts";

/** How long a demo is recorded, when nobody says. */
export const DEMO_SECONDS = 10;

/** The run that is recorded when nobody says: two recordings of it say the same. */
export const DEMO_SEED = 1;

export const RECORD_FLAGS = {
  profile: textFlag({ takes: "FILE", summary: "take the URL and these flags from a JSON file" }),
  demo: textFlag({
    takes: "NAME",
    summary: `record an embedded demo: ${DEMO_NAMES.join(", ")}`,
  }),
  seed: numberFlag({
    takes: "N",
    summary: `which run of the demo: the same positions and times each time (${DEMO_SEED})`,
    least: 0,
    most: MAX_SEED,
    whole: true,
  }),
  rate: numberFlag({
    takes: "N",
    summary: `events a second of the demo (${DEFAULT_RATE})`,
    least: 0.001,
    most: MAX_RATE,
  }),
  query: listFlag({
    takes: "K=V",
    summary: "add this to the query",
    example: "--query auth_type=v3",
  }),
  auth: textFlag({ takes: "JSON", summary: "send this object with CONNECT" }),
  header: listFlag({ takes: "K:V", summary: "send this header", example: '--header "X-App: 7"' }),
  namespace: listFlag({
    takes: "/NAME",
    summary: "be in this namespace: beside the URL's, or instead of / when the URL names none",
  }),
  path: textFlag({ takes: "PATH", summary: "Socket.IO's path on the server, if not /socket.io/" }),
  transports: textFlag({ takes: "LIST", summary: "polling, websocket or both: polling,websocket" }),
  emit: listFlag({
    takes: "EVENT JSON",
    summary: "emit this after every connect; /NAME before it: in that namespace",
    example: `--emit 'room:subscribe {"room":"track_222222"}'`,
  }),
  ack: switchFlag({ summary: "wait for the acknowledgement of each --emit" }),
  send: listFlag({ takes: "TEXT", summary: "send this over a plain WebSocket (ws://)" }),
  every: textFlag({ takes: "TIME", summary: "send each --send in turn, so often: 5s" }),
  ...RECORDING_FLAGS,
  duration: textFlag({
    takes: "TIME",
    summary: "stop after 500ms, 10s, 2m or 1h, from when it is connected (within 20 s)",
  }),
  events: numberFlag({
    takes: "N",
    summary: "stop after so many watched events (what comes along with the last one is kept)",
    least: 1,
    whole: true,
  }),
  debug: switchFlag({ summary: "show the client's debug log on stderr" }),
  noLog: switchFlag({ summary: "leave the client's debug log off the tape" }),
};

export type RecordFlags = FlagValues<typeof RECORD_FLAGS>;
