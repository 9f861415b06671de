// A polling session of socket.io-client 2 in its busiest moments. Whether a recording has them hangs
// on a race: the client may be on its WebSocket before it says anything.

const PATH = "/socket.io/?EIO=3&transport=polling&b64=1";
const SID = "mIYs8ZlUtAFX8g6sAAAE";
const PLAIN = [["Content-Type", "text/plain; charset=UTF-8"]];

const OPEN = `0{"sid":"${SID}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}`;
const SUBSCRIBE = '42/sfa,["room:subscribe",{"room":"track_222222","ssoId":222222}]';
const POSITIONS = [-6.2, -6.1999, -6.1998].map((lat) =>
  `42/sfa,["location:track",{"room":"track_222222","lat":${lat},"lng":106.8}]`
);

/** The entries of such a tape. */
export const VERSION_2: readonly object[] = [
  { kind: "open", at: 82.919, conn: 1, peer: "127.0.0.1:59930" },
  ask(1, 86.338, "GET", PATH),
  answer(1, 89.683, bodyOf(OPEN)),
  ask(2, 100.335, "POST", `${PATH}&sid=${SID}`, bodyOf("40/sfa,")),
  answer(2, 105.275, "ok"),
  ask(3, 105.316, "GET", `${PATH}&sid=${SID}`),
  answer(3, 105.705, bodyOf("40", "40/sfa,")),
  ask(4, 109.057, "POST", `${PATH}&sid=${SID}`, bodyOf(SUBSCRIBE)),
  answer(4, 110.449, "ok"),
  ask(5, 110.503, "GET", `${PATH}&sid=${SID}`),
  answer(5, 110.712, bodyOf(...POSITIONS, '42/sfa,0["visit:plan",{"stops":2}]')),
  ask(6, 155.248, "POST", `${PATH}&sid=${SID}`, bodyOf('43/sfa,0[{"accepted":2}]')),
  answer(6, 156.187, "ok"),
];

/** Packets in one body, as revision 3 of Engine.IO frames them: each after its length. */
function bodyOf(...packets: readonly string[]): string {
  return packets.map((packet) => `${packet.length}:${packet}`).join("");
}

function ask(id: number, at: number, method: string, url: string, text?: string): object {
  const body = text === undefined ? { headers: [] } : { headers: PLAIN, text };
  return { kind: "request", at, conn: 1, id, method, url, ...body };
}

function answer(id: number, at: number, text: string): object {
  return { kind: "response", at, conn: 1, id, status: 200, reason: "OK", headers: PLAIN, text };
}
