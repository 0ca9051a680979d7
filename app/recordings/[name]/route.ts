import { experimentIds, readRecording } from '../../_content/experiments.ts';

export const dynamic = 'force-static';
export const dynamicParams = false;

const recorded = () => experimentIds().filter((id) => readRecording(id) !== undefined);

export const generateStaticParams = () => ['index', ...recorded()].map((name) => ({ name: `${name}.json` }));

/** Each whole recording as a file, and `index.json`, which names them. Pages carry only what they draw. */
export async function GET(_: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const name = (await params).name.replace(/\.json$/, '');
  return Response.json(name === 'index' ? recorded() : readRecording(name));
}
