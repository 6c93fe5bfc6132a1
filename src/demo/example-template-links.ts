import { type PathLink, stays, to } from './example-link.ts';

/** Handles that templates make. */
export const TEMPLATE_LINKS: readonly PathLink[] = [
  // The example of chapter 11.
  to('picture?wh=40&ww=30&wy=20&wx=10', '/20.500.8/picture@box(10,20,30,40)', 'template handle'),
  to('picture?thumbnail', '/20.500.8/picture@thumbnail', 'template handle: another extension'),
  stays(200, '/20.500.8/picture@thumbnail?noredirect', 'template handle: its record'),
  stays(200, '/api/handles/20.500.8/picture@thumbnail', 'template handle: its record'),
  to('picture?large', '/20.500.8/picture@large?cert', 'template handle: certified'),
  stays(404, '/20.500.8/no-picture@thumbnail', 'template handle without its base'),
  to('map#berlin', '/20.500.8/map@berlin', 'template handle: template of the base itself'),
  stays(404, '/20.500.8/map@atlantis', 'template handle: refused by the template'),
  to(
    'film?start=90&end=120',
    '/20.500.8/film@90-120',
    'template handle: template in another record',
  ),
  to('catalogue/1848/7', '/20.500.9/1848/7', 'template handle: a whole prefix of them'),
  to('book?page=7', '/20.500.2/book@7', 'template handle on a server that knows none'),
];
