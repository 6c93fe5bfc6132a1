import { type Answer, answer } from './answer.ts';
import type { AdminRoute } from './routes.ts';

/** `GET /`: what there is. */
export function indexPage(routes: readonly AdminRoute[]): Answer {
  const rows = routes.map(({ method, example, description }) => {
    const name = `${method} ${example}`;
    const shown = method === 'GET' ? `<a href="${example}">${name}</a>` : name;
    return `<dt><code>${shown}</code></dt><dd>${description}</dd>`;
  });
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>hdl-edge admin</title>
<h1>hdl-edge admin</h1>
<dl>
${rows.join('\n')}
</dl>
</html>
`;
  return answer(200, 'text/html;charset=utf-8', body);
}
