const express = require('express-4');
const members = require('./members.js');

const app = express();
app.use(express.json());

app.post('/members', async (request, response, next) => {
  try {
    const member = await members.insert(request.body);
    response.json(member);
  } catch (error) {
    next(error);
  }
});

app.listen(3000);
