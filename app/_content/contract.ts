import { fromRoot, readText } from './files.ts';

/** A row of the contract's tables of routes. Words between backticks are code. */
export interface RouteRule {
  readonly request: string;
  readonly answer: string;
  readonly work: string;
}

/** What the contract says of these routes of a server, in its order. */
export function rulesOf(routes: readonly string[], contract = readContract()): RouteRule[] {
  return contract.split('\n').flatMap((line) => {
    const [request, answer, work = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    // A route's own words begin after its name: a query, a key, or nothing.
    const path = /^`(?:GET|POST) ([^?`]+)/.exec(request ?? '')?.[1];
    const known = path !== undefined && routes.some((route) => path === route || path === `${route}/KEY`);
    return request && answer !== undefined && known ? [{ request, answer, work }] : [];
  });
}

const readContract = () => readText(fromRoot('sandbox-server/variants/CONTRACT.md'), 'Restore the file');
