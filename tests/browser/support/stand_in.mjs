// A small program with the contract of `doithoai serve`, to try the harness on: its log lines, its sign-in page, its
// strict content security policy, and pages that do right or wrong on purpose. Not the product, and never part of it.

import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { listen: { type: 'string' }, data: { type: 'string' } },
});
if (positionals[0] !== 'serve') {
  console.log(`${positionals.join(' ')} at ${new Date().toISOString()} on ${process.env.DATABASE_URL ?? values.data}`);
  process.exit(positionals[0] === 'fail' ? 3 : 0);
}
if (process.env.STAND_IN_BROKEN) {
  console.error('the setting STAND_IN_BROKEN is wrong');
  process.exit(2);
}

const wallTime = () => new Date().toLocaleString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });

const page = (body, head = '') => `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="/icon.svg">${head}</head>
<body><main><h1>Thử</h1>${body}</main></body></html>`;

const form = `<form method="post" action="/ghi">
<p><label for="a">Nội dung</label> <input id="a" name="text"></p>
<p><label for="b">Ngày <span>(không bắt buộc)</span></label> <input id="b" name="day" inputmode="numeric"></p>
<p><label for="c">Lĩnh vực</label> <select id="c" name="field"><option value="1">Đất đai</option><option value="2">Giao thông</option></select></p>
<p><label><input type="checkbox" name="public" value="yes"> Công khai</label></p>
<p><label><input type="radio" name="kind" value="x"> Định kỳ</label> <label><input type="radio" name="kind" value="y"> Đột xuất</label></p>
<p><button>Lưu</button> <button type="button" id="slow">Tải chậm</button> <a href="/dai">Trang dài</a></p>
<p hidden>Điều ẩn</p><p role="status" id="said"></p>
<ul><li>Dòng một <a href="/mot">Mở</a></li><li>Dòng hai <a href="/hai">Mở</a></li></ul>
<noscript><p>Không có kịch bản</p></noscript></form>`;

const script = `document.getElementById('slow').addEventListener('click', async () => {
  document.getElementById('said').textContent = await (await fetch('/cham')).text();
});`;

const pages = {
  '/': (session) => page(`<p>Bây giờ là ${wallTime()}</p><p>Người dùng: ${session}</p>${form}`, '<script src="/s.js" defer></script>'),
  '/sign-in': () =>
    page(`<form method="post" action="/sign-in"><label for="l">Tên đăng nhập</label><input id="l" name="login">
      <label for="p">Mật khẩu</label><input id="p" type="password" name="password"><button>Đăng nhập</button></form>`),
  '/mot': () => page('<p>Đây là một</p>'),
  '/hai': () => page('<p>Đây là hai</p>'),
  '/dai': () => page(`<p>${'rộng'.repeat(200)}</p>`),
  '/xau': () => page('<img src="/icon.svg"><input>'),
  '/chen': () => page('<p>Kịch bản chen ngang</p><script>document.title = "x"</script>'),
  '/ngoai': () => page('<p>Ảnh ngoài</p><img alt="" src="http://127.0.0.1:9/x.png">'),
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://stand.in');
  const session = /session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  const answer = (status, type, body, more = {}) =>
    response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY, ...more }).end(body);
  const redirect = (location, more = {}) => answer(303, 'text/plain', '', { location, ...more });

  if (request.method === 'POST') {
    let body = '';
    for await (const chunk of request) body += chunk;
    const sent = new URLSearchParams(body);
    if (pathname === '/sign-in') {
      if (sent.get('password') !== 'đúng rồi') return answer(422, 'text/html', page('<p>Sai mật khẩu</p>'));
      return redirect('/', { 'set-cookie': `session=${sent.get('login')}; HttpOnly; SameSite=Lax; Path=/` });
    }
    return answer(200, 'text/html', page(`<p>Đã lưu ${[...sent].map(([name, value]) => `${name}=${value}`).join('; ')}</p>`));
  }
  if (pathname === '/s.js') return answer(200, 'text/javascript', script);
  if (pathname === '/icon.svg') return answer(200, 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  if (pathname === '/hong') return answer(500, 'text/html', page('<p>Hỏng</p>'));
  // Slow on purpose: a harness that does not wait for the answer is found out.
  if (pathname === '/cham') return setTimeout(() => answer(200, 'text/plain', 'Đã tải xong'), 300);
  if (pages[pathname]) return answer(200, 'text/html', pages[pathname](session));
  return answer(404, 'text/html', page('<p>Không có trang này</p>'));
});

const [host, port] = values.listen.split(':');
server.listen(Number(port), host, () => {
  const address = `http://${host}:${server.address().port}`;
  console.error('plain words before the log');
  console.log(JSON.stringify({ level: 'INFO', fields: { message: 'set-up link', link: `${address}/cai-dat/ABC` } }));
  console.log(JSON.stringify({ level: 'INFO', message: 'listening', address }));
});
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
