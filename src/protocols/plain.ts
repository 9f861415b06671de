// What is carried by HTTP or WebSocket without a protocol in between: a plain WebSocket is one
// session whose messages go straight to a message decoder; other HTTP is told by its heads.

import type {
  CarriedMessage,
  CarriedRequest,
  CarriedResponse,
  CarrierDecoder,
  CarrierProtocol,
  Decoded,
  MessageDecoder,
  MessageDecoderOptions,
  Packet,
} from "./protocol.ts";

/** An HTTP request or response that no protocol claims. */
export interface HttpPacket extends Packet {
  readonly protocol: "http";
  readonly type: "request" | "response";
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
}

/** Taken when nobody else knows the request, yet before nothing at all. */
const LAST_RESORT = 0.01;

export const plain: CarrierProtocol = {
  name: "plain",
  recognise: () => LAST_RESORT,
  open: openPlain,
};

type InnerFactory = (options: MessageDecoderOptions) => MessageDecoder;

function openPlain(inner: InnerFactory): CarrierDecoder {
  const decoders = new Map<number, MessageDecoder>();
  return {
    receive(carried): readonly Decoded[] {
      switch (carried.kind) {
        case "request":
          return [describeRequest(carried)];
        case "response":
          return [describeResponse(carried)];
        case "message":
          return [readMessage(decoderOf(decoders, carried.conn, inner), carried)];
        case "close":
          decoders.delete(carried.conn);
          return [];
      }
    },
  };
}

function decoderOf(
  decoders: Map<number, MessageDecoder>,
  conn: number,
  inner: InnerFactory,
): MessageDecoder {
  const known = decoders.get(conn);
  if (known !== undefined) return known;
  const opened = inner({});
  decoders.set(conn, opened);
  return opened;
}

function readMessage(decoder: MessageDecoder, carried: CarriedMessage): Decoded {
  return {
    ...decoder.receive(carried.from, carried.data),
    from: carried.from,
    transport: "websocket",
  };
}

function describeRequest(carried: CarriedRequest): Decoded {
  const { method, url } = carried;
  const packet: HttpPacket = { protocol: "http", type: "request", method, url, notes: [] };
  return {
    from: "client",
    packets: [packet],
    label: `${method} ${url}`,
    notes: [],
    transport: "http",
  };
}

function describeResponse(carried: CarriedResponse): Decoded {
  const { status } = carried;
  const packet: HttpPacket = { protocol: "http", type: "response", status, notes: [] };
  return {
    from: "server",
    packets: [packet],
    label: `HTTP ${status}`,
    notes: [],
    transport: "http",
  };
}
