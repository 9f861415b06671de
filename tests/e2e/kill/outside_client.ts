// A client that is nobody's: over websocket or polling it takes all that comes, answers pings, sends
// numbered events of its own, and remembers every whole message until the connection is gone.

import { WebSocket } from "ws";

export interface OutsideClient {
  /** Every whole message that has come, in order. */
  readonly got: readonly string[];
  /** Done when the way to the server is gone. */
  readonly gone: Promise<void>;
}

const SEPARATOR = "\x1e";

export function startWebSocketClient(url: string): OutsideClient {
  const got: string[] = [];
  const address = `${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
  const websocket = new WebSocket(address, { perMessageDeflate: false });
  let sent = 0;
  websocket.on("error", () => {});
  websocket.on("message", (data) => {
    const message = String(data);
    got.push(message);
    if (message.startsWith("0")) websocket.send("40");
    if (message !== "2") return;
    websocket.send("3");
    websocket.send(`42["up",${sent++}]`);
  });
  const gone = new Promise<void>((resolve) => websocket.on("close", () => resolve()));
  return { got, gone };
}

export function startPollingClient(url: string): OutsideClient {
  const got: string[] = [];
  return { got, gone: poll(`${url}/socket.io/?EIO=4&transport=polling`, got) };
}

async function poll(url: string, got: string[]): Promise<void> {
  const http = Deno.createHttpClient({});
  try {
    await take(await fetch(url, { client: http }), got);
    const session = `${url}&sid=engine`;
    await send(session, "40", http);
    for (let sent = 0;; sent++) {
      const messages = await take(await fetch(session, { client: http }), got);
      if (messages.includes("2")) await send(session, `3${SEPARATOR}42["up",${sent}]`, http);
    }
  } catch (error) {
    // This is how it ends: the one in the middle is killed.
    if (!(error instanceof TypeError)) throw error;
  } finally {
    http.close();
  }
}

async function take(response: Response, got: string[]): Promise<readonly string[]> {
  const messages = (await response.text()).split(SEPARATOR);
  got.push(...messages);
  return messages;
}

async function send(url: string, body: string, client: Deno.HttpClient): Promise<void> {
  const response = await fetch(url, { method: "POST", body, client });
  await response.text();
}
