// The stage of the fidelity test: one scripted exchange between a client and a server, played
// directly or through a tap, and what each of them received, byte for byte, and how it ended.

import net from "node:net";
import { concatBytes, decodeLatin1, encodeLatin1 } from "../../src/base/bytes.ts";
import { otherSide, type Side } from "../../src/base/side.ts";
import { dial, serve, tapTo, Witness } from "./sockets.ts";

/** Finds the port to dial for a server: the server's own, or that of a tap before it. */
export type Route = (port: number) => Promise<number>;

/** What each side got, in words that do not depend on the run. */
export interface Seen {
  readonly client: readonly string[];
  readonly server: readonly string[];
}

export interface Probe {
  readonly name: string;
  /** What must be seen directly, or the probe shows nothing. */
  readonly expects: readonly string[];
  play(route: Route): Promise<Seen>;
}

/** Plays a probe directly and through a tap. */
export async function playBoth(probe: Probe): Promise<readonly [direct: Seen, tapped: Seen]> {
  const direct = await probe.play((port) => Promise.resolve(port));
  await using taps = new AsyncDisposableStack();
  const tapped = await probe.play(async (port) => {
    const tap = taps.use(await tapTo(port, new Witness()));
    return tap.port;
  });
  return [direct, tapped];
}

/** One thing that a side does; the other side has seen all of it before the next step. */
export type Step =
  | { readonly from: Side; readonly send: string | Uint8Array }
  | { readonly from: Side; readonly end: true }
  | { readonly from: Side; readonly reset: true };

/** In what a client sends it stands for where it dials, in what the server sees for itself. */
const HOST = "{host}";

/** A probe of raw bytes over one TCP connection. */
export function rawProbe(
  name: string,
  steps: readonly Step[],
  expects: readonly string[] = ["end"],
): Probe {
  return {
    name,
    expects,
    async play(route: Route): Promise<Seen> {
      const accepted = Promise.withResolvers<net.Socket>();
      await using server = await serve(accepted.resolve);
      const port = await route(server.port);
      const client = dial(port);
      const peers = {
        client: new Peer(client),
        server: new Peer(await accepted.promise),
      };
      for (const step of steps) await act(step, peers, `127.0.0.1:${port}`);
      for (const peer of Object.values(peers)) peer.finish();
      await Promise.all([peers.client.whenClosed, peers.server.whenClosed]);
      const serverHost = `127.0.0.1:${server.port}`;
      return {
        client: [peers.client.received, peers.client.ending],
        server: [peers.server.received.replaceAll(serverHost, HOST), peers.server.ending],
      };
    },
  };
}

async function act(
  step: Step,
  peers: Readonly<Record<Side, Peer>>,
  host: string,
): Promise<void> {
  const from = peers[step.from];
  const to = peers[otherSide(step.from)];
  if ("send" in step) {
    const text = typeof step.send === "string" ? step.send : decodeLatin1(step.send);
    const bytes = encodeLatin1(text.replaceAll(HOST, host));
    const arrived = to.whenLength(to.length + bytes.length);
    from.socket.write(bytes);
    await arrived;
  } else if ("end" in step) {
    from.socket.end();
    await to.whenEnded;
  } else {
    from.socket.resetAndDestroy();
    await to.whenClosed;
  }
}

/** One end of the connection: what it received, and how it ended. */
class Peer {
  readonly socket: net.Socket;
  readonly whenEnded: Promise<void>;
  readonly whenClosed: Promise<void>;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #awaited: { readonly length: number; readonly resolve: () => void } | undefined;
  #ending: string[] = [];

  constructor(socket: net.Socket) {
    this.socket = socket;
    const ended = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    this.whenEnded = ended.promise;
    this.whenClosed = closed.promise;
    socket.on("data", (bytes: Uint8Array) => {
      this.#pieces.push(new Uint8Array(bytes));
      this.#length += bytes.length;
      if (this.#awaited !== undefined && this.#length >= this.#awaited.length) {
        this.#awaited.resolve();
      }
    });
    socket.on("end", () => {
      this.#ending.push("end");
      ended.resolve();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => this.#ending.push(`${error.code}`));
    socket.on("close", () => closed.resolve());
  }

  get length(): number {
    return this.#length;
  }

  get received(): string {
    return decodeLatin1(concatBytes(this.#pieces));
  }

  get ending(): string {
    return this.#ending.join(" ");
  }

  whenLength(length: number): Promise<void> {
    if (this.#length >= length) return Promise.resolve();
    return new Promise((resolve) => this.#awaited = { length, resolve });
  }

  finish(): void {
    if (!this.socket.writableEnded) this.socket.end();
  }
}
