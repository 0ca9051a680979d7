setTimeout(() => console.log('timer'), 0);

queueMicrotask(() => {
  console.log('outer');
  queueMicrotask(() => {
    console.log('inner');
    queueMicrotask(() => console.log('innermost'));
  });
});
