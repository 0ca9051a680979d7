import { stripTypeScriptTypes } from 'node:module';
import { fromRoot, readText } from './files.ts';

/** A script as plain JavaScript: types, comments and indents taken out, imports named as they are served. */
export function plainScript(name: string, ...folder: string[]): Response {
  const place = folder.length > 0 ? folder : ['app', '_shell'];
  const source = readText(fromRoot(...place, `${name}.ts`), 'Restore the file');
  const plain = stripTypeScriptTypes(source.replace(/^\s*\/\*\*[\s\S]*?\*\//gm, ''))
    .replace(/(from '\.\/\w+)\.ts'/g, "$1.js'")
    .split('\n')
    .map((line) => line.replace(/^\s*\/\/.*/, '').trim())
    .filter((line) => line !== '')
    .join('\n');
  return new Response(plain, { headers: { 'content-type': 'text/javascript; charset=utf-8' } });
}
