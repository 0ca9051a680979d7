async function walk(name) {
  console.log(name, 1);
  await null;
  console.log(name, 2);
  await null;
  console.log(name, 3);
}

walk('left');
walk('right');
console.log('script');
