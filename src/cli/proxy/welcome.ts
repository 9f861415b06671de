// What a proxy says when it stands: where clients connect to, and what its owner should know.

import type { Tap } from "../../net/tap.ts";
import type { ProxyPlan } from "./plan.ts";

type Place = Pick<Tap, "hostname" | "port">;

/** The tap as clients write it: `http://127.0.0.1:7007`, `wss://…` for a WebSocket target. */
export function tapUrl(plan: ProxyPlan, tap: Place): string {
  const family = plan.target.protocol.startsWith("ws") ? "ws" : "http";
  const scheme = plan.serve === undefined ? family : `${family}s`;
  const reached = reachable(tap.hostname);
  const hostname = reached.includes(":") ? `[${reached}]` : reached;
  return `${scheme}://${hostname}:${tap.port}`;
}

/** What addresses this machine has is not for Wiretape to know: that would take one more permission. */
function elsewhereUrl(plan: ProxyPlan, { port }: Place): string {
  return tapUrl(plan, { hostname: "THIS-MACHINE", port });
}

function isEverywhere(hostname: string): boolean {
  return hostname === "0.0.0.0" || hostname === "::";
}

/** "All addresses of this machine" is none that a client could be pointed at. */
function reachable(hostname: string): string {
  if (hostname === "0.0.0.0") return "127.0.0.1";
  return hostname === "::" ? "::1" : hostname;
}

/** Lines for whoever started it; `isAlone`: no command is run that finds the tap by itself. */
export function welcomeLines(plan: ProxyPlan, tap: Place, isAlone: boolean): readonly string[] {
  const url = tapUrl(plan, tap);
  const { target, listen } = plan;
  const path = target.pathname === "/" ? "" : target.pathname;
  const origin = `${target.protocol}//${target.host}`;
  return [
    ...(listen.port !== 0 && tap.port !== listen.port
      ? [`Port ${listen.port} is taken: LISTENING ON ${tap.port} INSTEAD`]
      : []),
    `Recording ${origin} for every client of ${url}`,
    ...(isAlone
      ? [
        `  point your client at  ${url}${path}  instead of  ${origin}${path}`,
        `  a phone over USB      adb reverse tcp:${tap.port} tcp:${tap.port}`,
        ...(isEverywhere(tap.hostname)
          ? [
            `  from another machine  ${
              elsewhereUrl(plan, tap)
            }, this machine's name or address there`,
          ]
          : []),
        "  Ctrl-C ends it; key m sets a mark",
      ]
      : []),
    ...(isLoopback(tap.hostname) ? [] : [
      `ANYBODY who reaches ${
        shownHost(tap.hostname)
      }:${tap.port} can use this tap, and is recorded`,
    ]),
  ];
}

/** Nobody but this machine reaches it. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname.startsWith("127.");
}

function shownHost(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}
