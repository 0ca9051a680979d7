/** `npm run bench`: speed, as ratios of things measured side by side in one run. */
await import('../bench/main.ts');
