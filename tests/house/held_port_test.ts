// A port that is held: nobody is there, and whoever holds it may be.

import { assertEquals, assertRejects } from "@std/assert";
import { heldPort } from "./held_port.ts";

Deno.test("heldPort() has a port at which nobody listens, until its holder does", async () => {
  using held = await heldPort();
  const { port } = held;
  const connect = (): Promise<Deno.TcpConn> => Deno.connect({ hostname: "127.0.0.1", port });
  await assertRejects(connect, Deno.errors.ConnectionRefused);
  using listener = Deno.listen({ hostname: "127.0.0.1", port });
  const [near, far] = await Promise.all([listener.accept(), connect()]);
  assertEquals(near.localAddr.port, port);
  near.close();
  far.close();
});
