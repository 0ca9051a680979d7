import { ProblemError } from '../../protocol/errors.ts';

const MOST_DEPTH = 32;
/** Names that reach an object's prototype wherever a value is copied carelessly. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** In text that is known to be JSON: a string, perhaps a name, or an edge of an object or array. */
const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")\s*(:)?|[[{]|[\]}]/g;

/**
 * JSON from outside: refuses what parsers read differently or what reaches beyond the value itself. Takes time linear
 * in the text.
 * @throws ProblemError `malformed`
 */
export function parseStrictly(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProblemError('malformed', 'The body is not JSON.');
  }
  const names: Set<string>[] = [];
  for (const [token, string, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (names.push(new Set()) > MOST_DEPTH)
        throw new ProblemError('malformed', `The JSON is nested more than ${MOST_DEPTH} deep.`);
    } else if (token === '}' || token === ']') names.pop();
    else if (string && colon) refuse(JSON.parse(string) as string, names.at(-1));
  }
  return value;
}

function refuse(name: string, seen: Set<string> | undefined): void {
  if (FORBIDDEN.has(name)) throw new ProblemError('malformed', `No value may be named "${name}".`);
  if (seen?.has(name)) throw new ProblemError('malformed', 'The JSON has a name twice in one object.');
  seen?.add(name);
}
