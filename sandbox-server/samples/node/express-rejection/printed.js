const express = require('express-4');
const members = require('./members.js');

const app = express();
app.use(express.json());

app.post('/members', async (request, response) => {
  const member = await members.insert(request.body);
  response.json(member);
});

app.listen(3000);
