// Where secrets hide in headers and URLs.

import type { Entry } from "../../../src/tape/entry.ts";
import { AWKWARD, JWT, log, request, response, SECRET } from "./fakes.ts";
import { LOGIN, type Place, place } from "./place.ts";

export const PLACES_IN_HEADERS: readonly Place[] = [
  place("authorization", request("/", [["Authorization", `Bearer ${SECRET}`]]), SECRET, "Bearer "),
  place(
    "proxy authorization",
    request("/", [["Proxy-Authorization", `Basic ${SECRET}`]]),
    SECRET,
    "Basic ",
  ),
  place("authorization of no known scheme", request("/", [["authorization", SECRET]]), SECRET),
  place(
    "cookies",
    request("/", [["Cookie", `io=${SECRET}; theme="${SECRET}2"`]]),
    SECRET,
    "io=",
    "; theme=",
  ),
  place("a cookie without a name", request("/", [["Cookie", SECRET]]), SECRET),
  place(
    "set-cookie",
    response([["Set-Cookie", `token=${SECRET};Path=/;Max-Age=9`]]),
    SECRET,
    "token=",
    ";Path=/;Max-Age=9",
  ),
  place("a header of the list", request("/", [["X-Api-Key", SECRET]]), SECRET),
  place("any header with a token in it", request("/", [["X-Who", `me ${JWT}`]]), JWT, "me "),
  place(
    "a referer's query",
    request("/", [["Referer", `http://h/p?a=1&access_token=${SECRET}`]]),
    SECRET,
    "http://h/p?a=1",
  ),
  place(
    "a location's fragment",
    response([["Location", `/next#id_token=${SECRET}&b=2`]]),
    SECRET,
    "/next#",
    "&b=2",
  ),
  place("a subprotocol", request("/", [["Sec-WebSocket-Protocol", `chat, ${JWT}`]]), JWT, "chat, "),
  place(
    "a bearer subprotocol",
    request("/", [["Sec-WebSocket-Protocol", `v1, bearer.${SECRET}`]]),
    SECRET,
    "v1, bearer.",
  ),
  place(
    "the subprotocol after access_token",
    request("/", [["Sec-WebSocket-Protocol", `access_token, ${SECRET}`]]),
    SECRET,
  ),
  place("a trailer", { ...request("/"), trailers: [["X-Secret", SECRET]] } as Entry, SECRET),
  place("a reason phrase", response([], { reason: `bad token=${SECRET}` }), SECRET, "bad "),
];

export const PLACES_IN_URLS: readonly Place[] = [
  place(
    "a query",
    request(`/socket.io/?EIO=4&token=${SECRET}&sid=s1&auth_type=v3`),
    SECRET,
    "sid=s1",
    "auth_type=v3",
  ),
  place(
    "a query, percent-encoded",
    request(`/?password=${encodeURIComponent(AWKWARD)}&pid=p1`),
    AWKWARD,
    "pid=p1",
  ),
  place(
    "a query with a quote, a comma and a bracket",
    request("/?token=fake's,[secret&offset=o1"),
    ["fake's", "[secret"],
    "offset=o1",
  ),
  place("a query in brackets", request(`/?user%5Bpassword%5D=${SECRET}&u=1`), SECRET, "&u=1"),
  place(
    "a URL in a query",
    request(`/?to=${encodeURIComponent(`http://h/?token=${SECRET}&z=9`)}`),
    SECRET,
    "z%3D9",
  ),
  place("JSON in a query", request(`/?auth=${encodeURIComponent(LOGIN)}`), AWKWARD, "bob"),
  place(
    "a URL encoded three times",
    request(
      `/?to=${encodeURIComponent(encodeURIComponent(encodeURIComponent(`token=${SECRET}!`)))}`,
    ),
    SECRET,
  ),
  place("userinfo", log(`connect https://bob:${SECRET}@host/x`), SECRET, "@host/x"),
  place(
    "a token as userinfo",
    request("/", [["Referer", `https://${SECRET}@host/`]]),
    SECRET,
    "@host/",
  ),
  place("a token in a path", request(`/verify/${JWT}/now`), JWT, "/verify/", "/now"),
];
