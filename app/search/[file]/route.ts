import { plainScript } from '../../_content/plain-script.ts';

export const dynamic = 'force-static';
export const dynamicParams = false;

export const generateStaticParams = () => ['search.js', 'ranking.js'].map((file) => ({ file }));

/** The search dialog and its arithmetic; the shell fetches them when the search is opened. */
export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  return plainScript((await params).file.replace(/\.js$/, ''));
}
