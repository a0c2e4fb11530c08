// A room of node's ws: what anybody sends goes to everybody, one send for each.
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (message) => {
    for (const member of server.clients) {
      member.send(message, { binary: false });
    }
  });
});
server.on('listening', () => console.log(server.address().port));
