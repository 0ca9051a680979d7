import { stripTypeScriptTypes } from 'node:module';
import { fromRoot, readText } from './files.ts';

/** A script of `app/_shell` as plain JavaScript: types, comments and indents taken out, imports named as they are served. */
export function plainScript(name: string): Response {
  const source = readText(fromRoot('app', '_shell', `${name}.ts`), 'Restore the file');
  const plain = stripTypeScriptTypes(source.replace(/^\s*\/\*\*[\s\S]*?\*\//gm, ''))
    .replace(/(from '\.\/\w+)\.ts'/g, "$1.js'")
    .split('\n')
    .map((line) => line.replace(/^\s*\/\/.*/, '').trim())
    .filter((line) => line !== '')
    .join('\n');
  return new Response(plain, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
}
