// A room of Socket.IO: what anybody sends goes to everybody in it.
const http = require('node:http').createServer();
const { Server } = require('socket.io');

const server = new Server(http, { transports: ['websocket'], perMessageDeflate: false, pingInterval: 300_000 });
server.on('connection', (socket) => {
  socket.join('paper');
  socket.on('message', (message) => server.to('paper').emit('message', message));
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
