import { stripTypeScriptTypes } from 'node:module';
import { fromRoot, readText } from '../_content/files.ts';

export const dynamic = 'force-static';

/** The shell as plain JavaScript: types, comments and indents taken out, one file for all pages. */
export function GET(): Response {
  const source = readText(fromRoot('app', '_shell', 'shell.ts'), 'Restore the file');
  const plain = stripTypeScriptTypes(source)
    .split('\n')
    .map((line) => line.replace(/^\s*\/\/.*/, '').trim())
    .filter((line) => line !== '')
    .join('\n');
  return new Response(plain, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
}
