// Where the client of a recorded session connects to: the same place as on the tape, on this machine.

import type { ReplaySession } from "../replay/script.ts";

/** Usual for Engine.IO, where the tape does not know. */
const USUAL_PATH = "/socket.io/";

export interface Places {
  /** The namespace, or the path of a plain WebSocket, is in it; a query is not. */
  readonly url: string;
  /** Without them. */
  readonly baseUrl: string;
  /** Engine.IO's path, or that of a plain WebSocket. */
  readonly path: string;
}

export function placesOf(session: ReplaySession, hostAndPort: string): Places {
  const isPlain = session.carrier === "websocket";
  const baseUrl = `${isPlain ? "ws" : "http"}://${hostAndPort}`;
  const { path } = session.request;
  if (isPlain) return { baseUrl, path, url: `${baseUrl}${path}` };
  const namespace = mainNamespace(session);
  return {
    baseUrl,
    path: path === "" ? USUAL_PATH : path.replace(/\/?$/, "/"),
    url: namespace === "/" ? baseUrl : `${baseUrl}${namespace}`,
  };
}

/** The first that the client asked for. */
function mainNamespace({ steps }: ReplaySession): string {
  const asked = steps.find(({ from, meaning }) => from === "client" && meaning.kind === "connect");
  return asked?.meaning.namespace ?? "/";
}
