import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';

/** The documentation theme that ours is compared with, and the judge; no part of the project, so kept in a cache. */
const PACKAGES = { astro: '7.3.5', '@astrojs/starlight': '0.42.4', lighthouse: '13.5.0' };
const folder = join(projectRoot, 'node_modules', '.cache', 'loadstone-peer');
const DOCS = 'src/content/docs';
const files: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'peer', private: true, type: 'module', dependencies: PACKAGES }),
  'astro.config.mjs': `import { defineConfig, passthroughImageService } from 'astro/config';
import starlight from '@astrojs/starlight';
export default defineConfig({
  image: { service: passthroughImageService() },
  integrations: [starlight({ title: 'Loadstone', sidebar: [{ label: 'Lessons', items: [{ autogenerate: { directory: 'lessons' } }] }] })],
});
`,
  'src/content.config.ts': `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
  [`${DOCS}/index.md`]: '---\ntitle: Loadstone\n---\n\n[The lesson](/lessons/lesson/)\n',
};

export interface Peer {
  readonly folder: string;
  readonly path: string;
  /** Lighthouse, as an argument list. */
  readonly lighthouse: readonly string[];
}

/**
 * Builds a Starlight site of one lesson from its Markdown as the course publishes it, with everything as it comes.
 * @throws with what npm or Astro said first
 */
export function buildPeer(markdown: string): Peer {
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? 'Lesson';
  const lesson = `---\ntitle: ${JSON.stringify(title)}\n---\n${markdown.replace(/^# .+\n/, '')}`;
  for (const [name, text] of Object.entries({ ...files, [`${DOCS}/lessons/lesson.md`]: lesson })) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const installed = Object.entries(PACKAGES).every(([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version === version;
  });
  if (!installed) run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const bin = (name: string) => {
    const { bin: bins } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    return join(folder, 'node_modules', name, bins[name] as string);
  };
  run(process.execPath, [bin('astro'), 'build']);
  return {
    folder: join(folder, 'dist'),
    path: '/lessons/lesson/',
    lighthouse: [process.execPath, bin('lighthouse')],
  };
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${`${stdout}${stderr}`.trim().slice(0, 400)}`);
}
