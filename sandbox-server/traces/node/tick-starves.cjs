setTimeout(() => console.log('timer'), 0);
Promise.resolve().then(() => console.log('promise'));

let turns = 0;
process.nextTick(function again() {
  console.log('tick', ++turns);
  if (turns < 4) process.nextTick(again);
});
