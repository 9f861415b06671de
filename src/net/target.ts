// Where a tap leads to, from what people type.

import net from "node:net";

export interface Target {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** `host:port` as the Host header has it; a default port is left out. */
  readonly host: string;
}

const DEFAULT_PORT = { plain: 80, secure: 443 } as const;
const SECURE: Readonly<Record<string, boolean>> = {
  "http:": false,
  "ws:": false,
  "https:": true,
  "wss:": true,
};

/** The server that a URL speaks of. Throws a TypeError for what is none. */
export function targetOf(url: URL): Target {
  const secure = SECURE[url.protocol];
  if (secure === undefined) {
    throw new TypeError(
      `Cannot tap "${url.href}": "${url.protocol}" is not http:, https:, ws: or wss:`,
    );
  }
  const port = Number(url.port) || (secure ? DEFAULT_PORT.secure : DEFAULT_PORT.plain);
  return { secure, hostname: url.hostname.replace(/^\[|\]$/g, ""), port, host: url.host };
}

/** The origin of the pages that this server serves, as browsers write it. */
export function originOf(target: Target): string {
  return `${target.secure ? "https" : "http"}://${target.host}`;
}

/** `host:port`, the port always there. */
export function placeOf({ hostname, port }: Pick<Target, "hostname" | "port">): string {
  return `${net.isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;
}

/** Whether this name or address means the machine itself: loopback, or "any" of its own. */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  if (net.isIPv4(name)) return name.startsWith("127.") || name === "0.0.0.0";
  return ["::", "::1"].includes(name) || /^::ffff:(?:127\.|7f[0-9a-f]{2}:)/.test(name);
}
