/** What the picture of three ways to a second loop shows, for those who do not see it. */
export const SECOND_LOOP_WORDS =
  'Three ways to use two cores. In the cluster a primary process deals out connections to two processes, and each has a loop that answers and computes. In the worker pool one process has all connections on one loop, which sends numbers by message to two threads inside the same process and gets results back. With child processes one loop has all connections and sends the same messages to two processes of their own.';
