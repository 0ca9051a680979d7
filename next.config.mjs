import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';

const sandbox = process.env.SANDBOX_ORIGIN ?? 'http://127.0.0.1:4300';

const common = {
  reactStrictMode: true,
  agentRules: false,
  poweredByHeader: false,
  // `npm test` checks the types; a reader who starts the course does not wait for that.
  experimental: {
    // A page loads the styles of its own parts; one more request costs as much as these bytes of other pages' styles.
    cssChunking: { type: 'graph', requestCost: 4000 },
    // Every browser that has popovers has `light-dark()` as well.
    lightningCssFeatures: { exclude: ['light-dark'] },
  },
  typescript: { tsconfigPath: 'tsconfig.site.json', ignoreBuildErrors: true },
};

/** The build writes plain files; in development API and sockets are passed on to the sandbox server. */
export default (phase) =>
  phase === PHASE_DEVELOPMENT_SERVER
    ? {
        ...common,
        rewrites: async () =>
          ['api', 'auth', 'ws'].map((room) => ({
            source: `/${room}/:path*`,
            destination: `${sandbox}/${room}/:path*`,
          })),
      }
    : { ...common, output: 'export', generateBuildId: () => 'course' };
