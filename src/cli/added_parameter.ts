// One more parameter for a URL's query, which is otherwise left as it was typed.

/** Takes the place of others of this name. Written anew, `a%20b` elsewhere would be `a+b`. */
export function addParameter(url: URL, name: string, value: string): void {
  const others = url.search.slice(1).split("&").filter((pair) =>
    pair !== "" && !new URLSearchParams(pair).has(name)
  );
  const added = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  url.search = [...others, added].join("&");
}
