import { evaluate } from '@mdx-js/mdx';
import type { MDXContent } from 'mdx/types';
import { cache } from 'react';
import * as runtime from 'react/jsx-runtime';
import rehypeSlug from 'rehype-slug';
import remarkGfm from 'remark-gfm';
import { fromRoot, readText } from './files.ts';

/** A plain Markdown file of the project as a component. */
export const readMarkdown = cache(async (path: string): Promise<MDXContent> => {
  const { default: Content } = await evaluate(readText(fromRoot(path), 'Name a file that is there'), {
    ...runtime,
    format: 'md',
    remarkPlugins: [remarkGfm],
    rehypePlugins: [rehypeSlug],
  });
  return Content;
});
