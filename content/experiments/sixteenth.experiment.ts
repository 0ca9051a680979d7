import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'sixteenth',
  title: 'A difference that is there',
  question: 'Each request takes a sixteenth more work. Can this machine show it?',
  series: [
    { id: 'as-before', label: '600,000 steps', variant: 'node/http' },
    { id: 'more', label: '637,500 steps', variant: 'node/http', path: '/burn?n=637500' },
  ],
  load: { kind: 'closed', path: '/burn?n=600000', connections: 16, seconds: 2.5 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'course.sixteenth',
      of: { series: 'as-before', at: 1 },
      against: { series: 'more', at: 1 },
      sentence: 'The server with less to do for each request answers more of them, beyond 3 % and the noise floor.',
      rule: { kind: 'better' },
      status: 'settled',
      meaning: {
        holds:
          'A sixteenth of the work made the difference, and it showed. A difference of that size can be seen here.',
        doesNotHold:
          'A sixteenth of the work made the difference, and it did not show beyond the noise. Smaller ones will not either.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the noise floor of the machine is higher than the difference',
    'the server is not kept busy: then it has time left for more work',
  ],
} satisfies ExperimentSpec;
