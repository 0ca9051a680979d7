const { readFile } = require('node:fs');

readFile(__filename, () => {
  setTimeout(() => console.log('timer'), 0);
  setImmediate(() => console.log('immediate'));
  console.log('file is read');
});
