/** What the picture shows, also for those who get the text alone. */
export const LOOP_WORDS =
  'The phases stand in a ring and come one after another: poll, check, close, timers, and poll again. In the poll phase the loop asks the kernel, by epoll, for the sockets that are ready; the kernel keeps a list of all the sockets and marks the ready ones. From every phase the loop calls callbacks, one at a time. After each callback the queue of nextTick is emptied, and then the queue of microtasks.';
