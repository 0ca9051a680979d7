/** What the picture of one request and its threads shows, for those who do not see it. */
export const WHO_DID_IT =
  'One request over time, in four lanes. The kernel receives it. The event loop reads the request and hands the file to the pool. A pool thread reads the file. The event loop asks for the key. Another pool thread derives the key, which takes longest. The event loop answers, and the kernel sends. While a pool thread is at work, the event loop serves others.';
