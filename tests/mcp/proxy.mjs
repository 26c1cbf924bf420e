// Adds the token to requests, for tests that cannot send it. It listens on a port that is free, which it prints.
//
// Requests that name another host, or come from a page elsewhere, pass as they are: the server has to refuse them.
import http from 'node:http';

const [origin, token] = process.argv.slice(2);
const server = new URL(origin);

const proxy = http.createServer((request, response) => {
  const headers = { ...request.headers, authorization: `Bearer ${token}` };
  const own = new Set(['127.0.0.1', 'localhost'].map((name) => `${name}:${proxy.address().port}`));
  if (own.has(headers.host)) headers.host = server.host;
  const from = headers.origin?.replace(/^http:\/\//, '');
  if (own.has(from)) headers.origin = `http://${server.host}`;
  const { hostname, port } = server;
  const forwarded = http.request({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => response.destroy());
  request.pipe(forwarded);
});
proxy.listen(0, '127.0.0.1', () => console.log(proxy.address().port));
