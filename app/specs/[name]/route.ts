import { experimentIds, readExperiment } from '../../_content/experiments.ts';
import { readVariant } from '../../_content/variants.ts';

export const dynamic = 'force-static';
export const dynamicParams = false;

export const generateStaticParams = () => ['index', ...experimentIds()].map((id) => ({ name: `${id}.json` }));

/**
 * Each experiment as it is now, with the hashes of its servers' sources: what a stored run is held against. `index.json`
 * names them.
 */
export async function GET(_: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const id = (await params).name.replace(/\.json$/, '');
  if (id === 'index') return Response.json(experimentIds());
  const experiment = await readExperiment(id);
  const variants = new Set(experiment?.series.map(({ variant }) => variant));
  const hashes = [...variants].flatMap((id) => readVariant(id) ?? []).map(({ id, hash }) => [id, hash] as const);
  return Response.json({ experiment, hashes: Object.fromEntries(hashes) });
}
