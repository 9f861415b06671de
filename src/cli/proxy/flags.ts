// The flags of `proxy`: where it listens and what it may change, beside what every recording has.

import { type FlagValues, switchFlag, textFlag } from "../flags.ts";
import { RECORDING_FLAGS } from "../recording/flags.ts";

export const PROXY_FLAGS = {
  listen: textFlag({
    takes: "HOST:PORT",
    summary: "where clients connect to (127.0.0.1:7007; a taken port makes it the next one)",
    short: "l",
  }),
  bodies: switchFlag({ summary: "keep the bodies of pages and pictures, too" }),
  rewriteOrigin: switchFlag({ summary: "send the target's own Origin, and mend its echo" }),
  rewriteCookies: switchFlag({
    summary: "take Domain and Secure off cookies, for clients that refuse them here",
  }),
  allowOrigin: textFlag({
    takes: "URL",
    summary: "let pages of this origin in, whatever the target says (null: from a file)",
    example: "--allow-origin http://localhost:5173",
  }),
  tlsCert: textFlag({ takes: "FILE", summary: "serve TLS with this certificate (PEM)" }),
  tlsKey: textFlag({ takes: "FILE", summary: "and this key (PEM)" }),
  ...RECORDING_FLAGS,
};

export type ProxyFlags = FlagValues<typeof PROXY_FLAGS>;
