// Where the protocols' documents say what the parts mean: the document and the heading of its
// section, as they are called there (looked up in the documents, not remembered).

export interface Source {
  readonly document: string;
  readonly section: string;
  readonly address: string;
}

const ENGINE_DOCUMENT = "https://github.com/socketio/engine.io-protocol";
const SOCKET_DOCUMENT = "https://github.com/socketio/socket.io-protocol";

function engine4(section: string): Source {
  return { document: "engine.io-protocol v4", section, address: ENGINE_DOCUMENT };
}

function engine3(section: string): Source {
  return { document: "engine.io-protocol v3", section, address: `${ENGINE_DOCUMENT}/tree/v3` };
}

function socket(section: string): Source {
  return { document: "socket.io-protocol v5", section, address: SOCKET_DOCUMENT };
}

function rfc(number: number, section: string): Source {
  const address = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return { document: `RFC ${number}`, section, address };
}

export const ENGINE_SOURCES = {
  4: {
    types: engine4("Protocol"),
    packet: engine4("Packet encoding"),
    payload: engine4("Packet encoding, HTTP long-polling"),
    handshake: engine4("Handshake"),
    heartbeat: engine4("Heartbeat"),
    upgrade: engine4("Upgrade"),
    message: engine4("Message"),
    path: engine4("HTTP long-polling, Request path"),
    polling: engine4("HTTP long-polling, Query parameters"),
    websocket: engine4("Transports, WebSocket"),
  },
  3: {
    types: engine3("Encoding, Packet"),
    packet: engine3("Encoding, Packet"),
    payload: engine3("Encoding, Payload"),
    handshake: engine3("Anatomy of an Engine.IO session"),
    heartbeat: engine3("Anatomy of an Engine.IO session"),
    upgrade: engine3("Transport upgrading"),
    message: engine3("Encoding, Packet"),
    path: engine3("URLs"),
    polling: engine3("URLs"),
    websocket: engine3("URLs"),
  },
} as const;

/** Only this revision's document tells what a POST is answered with. */
export const POST_SOURCE = engine4("HTTP long-polling, Sending and receiving data");

export const JSONP_SOURCE = engine3("Polling, JSONP");

export const SOCKET_SOURCES = {
  types: socket("Exchange protocol"),
  connect: socket("Connection to a namespace"),
  event: socket("Sending and receiving data"),
  ack: socket("Acknowledgement"),
  disconnect: socket("Disconnection from a namespace"),
  encoding: socket("Packet encoding"),
  older: socket("History, Difference between v5 and v4"),
} as const;

export const WEBSOCKET_SOURCES = {
  close: rfc(6455, "5.5.1 Close"),
  ping: rfc(6455, "5.5.2 Ping"),
  pong: rfc(6455, "5.5.3 Pong"),
  closeCodes: rfc(6455, "7.4 Status Codes"),
  fragments: rfc(6455, "5.4 Fragmentation"),
  handshake: rfc(6455, "4 Opening Handshake"),
  data: rfc(6455, "5.6 Data Frames"),
  compression: rfc(7692, "7 The permessage-deflate Extension"),
} as const;

export const URL_SOURCE = rfc(3986, "3 Syntax Components");
