const express = require('express');
const members = require('./members.js');

const app = express();

app.post('/members', async (request, response) => {
  const member = await members.insert(request.body);
  response.json(member);
});

app.listen(3000);
