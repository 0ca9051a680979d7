import { encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { z } from 'zod';
import { type NodeInner, nodeInnerSchema } from '../../../protocol/inner-lines.ts';
import { loopDelayOf } from './loop-delay.ts';

/** What `variants/node/probe.js` writes: the delays of its heartbeats one by one, for it depends on nothing. */
export const nodeLineSchema = nodeInnerSchema
  .omit({ loopDelay: true })
  .extend({ delaysUs: z.array(z.int().nonnegative()).max(1000) });
export type NodeLine = z.infer<typeof nodeLineSchema>;

export function nodeInnerOf({ delaysUs, ...line }: NodeLine): NodeInner {
  return { ...line, loopDelay: encodeIntoCompressedBase64(loopDelayOf(delaysUs)) };
}
