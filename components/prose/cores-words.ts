/** What the picture of the two cores shows, for those who do not see it. */
export const CORES_WORDS =
  'Two cores over time. On the first the load tool wakes for a moment, again and again, to send requests and to take the time of answers. On the second the server computes nearly all the time. Now and then the operating system gives either core to another program for a moment, and the server then stands still.';
