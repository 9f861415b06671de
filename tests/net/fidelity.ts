// The stage of the fidelity test: one scripted exchange between a client and a server, played
// directly or through a tap, and what each of them received, byte for byte, and how it ended.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import net from "node:net";
import { concatBytes, decodeLatin1, encodeLatin1 } from "../../src/base/bytes.ts";
import { otherSide, type Side } from "../../src/base/side.ts";
import type { TapOptions, TapOwner } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import { inTime } from "../peers/in_time.ts";
import type { Certificate } from "./certificate.ts";
import { dial, dialTls, serve, serveTls, tapTo, Witness } from "./sockets.ts";

/** What lies between a client and a server. */
export interface Stage {
  /** Finds the port to dial for a server: the server's own, or that of a tap before it. */
  route(port: number): Promise<number>;
  /** Both speak TLS, the server with this certificate. */
  readonly certificate?: Certificate;
  /** A response's head goes on when it is whole. */
  readonly holdsHeads?: boolean;
}

/** What each side got, in words that do not depend on the run. */
export interface Seen {
  readonly client: readonly string[];
  readonly server: readonly string[];
}

export interface Probe {
  readonly name: string;
  /** What must be seen directly, or the probe shows nothing. */
  readonly expects: readonly string[];
  /** Who ends the connection first, where the script says so. */
  readonly endedBy?: Side;
  /** It ends with a reset, or without one; not said where it is the peers' to choose. */
  readonly isReset?: boolean;
  /** Frames are compressed, by both sides. */
  readonly isCompressed?: boolean;
  play(stage: Stage): Promise<Seen>;
}

export interface TapSetting {
  readonly owner?: TapOwner;
  readonly rewrite?: NonNullable<TapOptions["rewrite"]>;
  /** TLS on both sides of the tap, and between the two when there is none. */
  readonly certificate?: Certificate;
}

/** Plays a probe directly and through a tap. */
export async function playBoth(
  probe: Probe,
  setting: TapSetting = {},
): Promise<readonly [direct: Seen, tapped: Seen]> {
  const { owner = new Witness(), rewrite, certificate } = setting;
  const secured = certificate === undefined ? {} : { certificate };
  const direct = await inTime(
    probe.play({ route: (port) => Promise.resolve(port), ...secured }),
    `the direct exchange of ${probe.name}`,
  );
  await using taps = new AsyncDisposableStack();
  const scheme = certificate === undefined ? "http" : "https";
  const route = async (port: number): Promise<number> => {
    const tap = taps.use(
      await tapTo(port, owner, {
        target: targetOf(new URL(`${scheme}://127.0.0.1:${port}/`)),
        ...(rewrite === undefined ? {} : { rewrite }),
        ...(certificate === undefined ? {} : { serve: certificate, tls: { ca: certificate.cert } }),
      }),
    );
    return tap.port;
  };
  const tapped = await inTime(
    probe.play({ route, ...secured, holdsHeads: rewrite !== undefined }),
    `the tapped exchange of ${probe.name}`,
  );
  return [direct, tapped];
}

/** Fails unless neither side of the probe could tell the tap from a direct connection. */
export function assertSame(probe: Probe, direct: Seen, tapped: Seen): void {
  const seen = [...direct.client, ...direct.server].join("\n");
  for (const expected of probe.expects) assertStringIncludes(seen, expected);
  if (probe.isCompressed !== undefined) {
    const used = probe.isCompressed ? "wire, less than" : "wire, not less than";
    for (const lines of [direct.client, direct.server]) {
      assertStringIncludes(lines.at(-1) ?? "", used);
    }
  }
  for (const side of ["client", "server"] as const) {
    assert(direct[side].join("").length > 10, `the ${side} saw nothing`);
    // Not one assertEquals() of everything: its picture of 5 MB would take minutes.
    for (const [index, line] of direct[side].entries()) {
      if (line === tapped[side][index]) continue;
      assertEquals(tapped[side][index]?.slice(0, 2000), line.slice(0, 2000), side);
      throw new Error(`The ${side} saw something else beyond the first 2000 characters`);
    }
    assertEquals(tapped[side].length, direct[side].length);
  }
}

/** One thing that a side does; the other side has seen all of it before the next step. */
export type Step =
  | {
    readonly from: Side;
    readonly send: string | Uint8Array;
    /** The head goes on with the next step, and may be held back until then. */
    readonly tearsHead?: true;
  }
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
  const ending = steps.find((step) => !("send" in step));
  return {
    name,
    expects,
    ...(ending === undefined ? {} : { endedBy: ending.from, isReset: "reset" in ending }),
    async play({ route, certificate, holdsHeads = false }: Stage): Promise<Seen> {
      const accepted = Promise.withResolvers<net.Socket>();
      await using server = certificate === undefined
        ? await serve(accepted.resolve)
        : await serveTls(certificate, accepted.resolve);
      const port = await route(server.port);
      const client = certificate === undefined ? dial(port) : dialTls(port, certificate);
      const peers = {
        client: new Peer(client),
        server: new Peer(await accepted.promise),
      };
      for (const step of steps) await act(step, peers, `127.0.0.1:${port}`, holdsHeads);
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
  holdsHeads: boolean,
): Promise<void> {
  const from = peers[step.from];
  const to = peers[otherSide(step.from)];
  if ("send" in step) {
    const text = typeof step.send === "string" ? step.send : decodeLatin1(step.send);
    const bytes = encodeLatin1(text.replaceAll(HOST, host));
    from.sentLength += bytes.length;
    from.socket.write(bytes);
    if (step.tearsHead === true && holdsHeads) return;
    await to.whenLength(from.sentLength);
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
  /** How much it has sent, which is how much the other has to get. */
  sentLength = 0;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #awaited: { readonly length: number; readonly resolve: () => void } | undefined;
  #ending: string[] = [];

  constructor(socket: net.Socket) {
    this.socket = socket;
    // Each step waits for the one before it: nothing is to be gathered.
    socket.setNoDelay(true);
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
