const express = require('express');
const members = require('./members.js');

const app = express();
app.use(express.json());

app.post('/members', async (request, response) => {
  const member = await members.insert(request.body);
  response.status(201).json(member);
});

app.listen(3000);
