/** `npm run bench`: speed, as ratios of things measured side by side in one run. */
import '../bench/main.ts';
