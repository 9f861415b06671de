// Where a tap leads to, from what people type.

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
