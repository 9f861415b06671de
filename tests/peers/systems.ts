// The five systems for clients to meet: the demos' servers, one of S1's shape for what its demo does
// not do, and what a client of each does.

import { startFieldServer } from "../../fixtures/make/field_server.ts";
import { startChat } from "../../src/demo/chat.ts";
import { startExpress } from "../../src/demo/express.ts";
import { LAYERS_BYTES, startLayers } from "../../src/demo/layers.ts";
import { DEMO_SUBSCRIPTION, startTracking, type TrackingDemo } from "../../src/demo/tracking.ts";
import { plain } from "./log.ts";
import type { SystemClient, SystemRun, SystemStep } from "./system_run.ts";

/** What a client does, wherever the server is. */
export type SystemPlan = Pick<SystemRun, "clients" | "steps">;

/** What there is of a client to plan with. */
export interface Habits {
  /** It is in its namespace before it moves to WebSocket, and moves at all. */
  readonly upgradesLate: boolean;
}

export interface SystemServer extends AsyncDisposable {
  /** Without a namespace. */
  readonly url: string;
  readonly plan: SystemPlan;
}

export interface System {
  readonly name: string;
  /** Those of its clients that the server lets in. */
  readonly engineVersions: readonly (3 | 4)[];
  start(habits: Habits): Promise<SystemServer>;
}

/** Fast enough for tests, slow enough for clients to leave before the next one. */
const RATE = 50;

export const SYSTEMS: readonly System[] = [
  {
    name: "S1",
    engineVersions: [4],
    start: (habits) => startTrackingPlan((demo) => trackingPlan(demo.token(), habits)),
  },
  {
    name: "S1, to a client whose token has expired",
    engineVersions: [4],
    start: () => startTrackingPlan((demo) => refusedPlan(demo.token(-60))),
  },
  {
    name: "S1's shape with binary and acknowledgements both ways",
    engineVersions: [3, 4],
    start: (habits) => startFieldPlan(false, photoPlan(habits)),
  },
  {
    name: "S1's shape with a server that breaks off, and a client that comes back",
    engineVersions: [3, 4],
    start: (habits) => startFieldPlan(true, returnPlan(habits)),
  },
  { name: "S3", engineVersions: [4], start: startChatPlan },
  { name: "S4", engineVersions: [4], start: startExpressPlan },
  { name: "S5", engineVersions: [4], start: startLayersPlan },
];

async function startTrackingPlan(plan: (demo: TrackingDemo) => SystemPlan): Promise<SystemServer> {
  const demo = await startTracking({ rate: RATE });
  return serverOf(demo, plan(demo));
}

async function startFieldPlan(breaksOff: boolean, plan: SystemPlan): Promise<SystemServer> {
  return serverOf(await startFieldServer({ breaksOff }), plan);
}

async function startChatPlan(habits: Habits): Promise<SystemServer> {
  return serverOf(await startChat(), chatPlan(habits));
}

async function startExpressPlan(habits: Habits): Promise<SystemServer> {
  return serverOf(await startExpress(), expressPlan(habits));
}

async function startLayersPlan(habits: Habits): Promise<SystemServer> {
  return serverOf(await startLayers({ rate: RATE }), layersPlan(habits));
}

function serverOf(
  demo: AsyncDisposable & { readonly url: string },
  plan: SystemPlan,
): SystemServer {
  return {
    url: new URL(demo.url).origin,
    plan,
    [Symbol.asyncDispose]: () => demo[Symbol.asyncDispose](),
  };
}

/** One client that does these steps. */
function alone(client: SystemClient, steps: readonly Act[]): SystemPlan {
  return { clients: { ann: client }, steps: steps.map((step) => ({ who: "ann", ...step })) };
}

type Act = SystemStep extends infer Step ? Step extends unknown ? Omit<Step, "who"> & DoOf<Step>
  : never
  : never;
type DoOf<Step> = Step extends { readonly do: infer Do } ? { readonly do: Do } : never;

function upgraded({ upgradesLate }: Habits): readonly { readonly do: "upgraded" }[] {
  return upgradesLate ? [{ do: "upgraded" }] : [];
}

function trackingPlan(token: string, habits: Habits): SystemPlan {
  const query = { ["auth_type"]: "v3", token };
  return alone({ namespace: "/sfa", query, hears: { "location:track": 3 } }, [
    { do: "connect" },
    { do: "ask", event: "room:subscribe", args: [DEMO_SUBSCRIPTION] },
    { do: "until", kind: "event", event: "location:track", count: 3 },
    ...upgraded(habits),
    { do: "leave" },
  ]);
}

function refusedPlan(token: string): SystemPlan {
  const query = { ["auth_type"]: "v3", token };
  return alone({ namespace: "/sfa", query, hears: {} }, [
    { do: "connect" },
    { do: "until", kind: "refused", count: 1 },
    { do: "leave" },
  ]);
}

function photoPlan(habits: Habits): SystemPlan {
  const hears = { "location:track": 3, "visit:plan": 1, "visit:planned": 1, "photo:stored": 1 };
  const answers = { "visit:plan": ["fine", plain(LAYERS_BYTES)] };
  const photo = { bytes: plain(LAYERS_BYTES), of: "the shop, 店 🏪" };
  return alone({ namespace: "/sfa", hears, answers }, [
    { do: "connect" },
    { do: "ask", event: "room:subscribe", args: [DEMO_SUBSCRIPTION] },
    { do: "until", kind: "event", event: "visit:planned", count: 1 },
    ...upgraded(habits),
    { do: "ask", event: "photo:upload", args: [photo] },
    { do: "until", kind: "event", event: "photo:stored", count: 1 },
    { do: "leave" },
  ]);
}

function returnPlan(habits: Habits): SystemPlan {
  const hears = { "location:track": 6, "visit:plan": 1, "visit:planned": 1 };
  return alone({ namespace: "/sfa", hears, returns: true }, [
    { do: "connect" },
    { do: "emit", event: "room:subscribe", args: [DEMO_SUBSCRIPTION] },
    { do: "until", kind: "disconnect", count: 1 },
    { do: "until", kind: "connect", count: 2 },
    { do: "emit", event: "room:subscribe", args: [DEMO_SUBSCRIPTION] },
    { do: "until", kind: "event", event: "visit:planned", count: 1 },
    ...upgraded(habits),
    { do: "leave" },
  ]);
}

/** What one says the other hears. */
function chatPlan(habits: Habits): SystemPlan {
  const client = { namespace: "/", hears: { "server-message": 1, "message": 1 } };
  const both = (act: Act): readonly SystemStep[] => ["ann", "bob"].map((who) => ({ who, ...act }));
  return {
    clients: { ann: client, bob: client },
    steps: [
      { who: "ann", do: "connect" },
      { who: "ann", do: "until", kind: "event", event: "server-message", count: 1 },
      { who: "bob", do: "connect" },
      { who: "bob", do: "until", kind: "event", event: "server-message", count: 1 },
      { who: "ann", do: "emit", event: "client-message", args: ["Hello, Bob 👋"] },
      { who: "bob", do: "until", kind: "event", event: "message", count: 1 },
      { who: "bob", do: "emit", event: "client-message", args: ["Hello, Ann: 你好"] },
      { who: "ann", do: "until", kind: "event", event: "message", count: 1 },
      ...upgraded(habits).flatMap(both),
      ...both({ do: "leave" }),
    ],
  };
}

function expressPlan(habits: Habits): SystemPlan {
  return alone({ namespace: "/", hears: { "message-saved": 2 } }, [
    { do: "connect" },
    { do: "emit", event: "send-message", args: [{ text: "Grüße", tags: ["🚚", null, 1.5] }] },
    { do: "until", kind: "event", event: "message-saved", count: 1 },
    ...upgraded(habits),
    { do: "emit", event: "send-message", args: [{ text: "again" }] },
    { do: "until", kind: "event", event: "message-saved", count: 2 },
    { do: "leave" },
  ]);
}

function layersPlan(habits: Habits): SystemPlan {
  const hears = { hello: 1, bytes: 1, ask: 1, answered: 1, upgraded: 1, echo: 1, tick: 2 };
  const said = ["over both", { bytes: plain(LAYERS_BYTES) }, "层"];
  return alone({ namespace: "/", hears, answers: { ask: ["here", plain(LAYERS_BYTES)] } }, [
    { do: "connect" },
    { do: "until", kind: "event", event: "answered", count: 1 },
    { do: "ask", event: "echo", args: said },
    ...upgraded(habits),
    ...(habits.upgradesLate
      ? [{ do: "until", kind: "event", event: "upgraded", count: 1 } as const]
      : []),
    { do: "emit", event: "echo", args: said },
    { do: "until", kind: "event", event: "echo", count: 1 },
    { do: "until", kind: "event", event: "tick", count: 2 },
    { do: "leave" },
  ]);
}
