/**
 * Where the site will stand, as `LOADSTONE_ADDRESS` says; undefined when nobody said. Links inside the site never need it.
 * @throws with what to do when it is not the address of a host
 */
export function siteAddress(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash)
    throw new Error(`LOADSTONE_ADDRESS is "${text}". Give a host without a path, such as https://course.example.org`);
  return url;
}
