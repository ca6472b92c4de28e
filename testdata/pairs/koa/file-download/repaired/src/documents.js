const fs = require('fs');
const path = require('path');
const Router = require('@koa/router');
const { db, root } = require('./storage');

const router = new Router({ prefix: '/documents' });
const templates = path.join(root, 'templates');

router.get('/', (ctx) => {
  ctx.body = db
    .prepare('SELECT id, title FROM documents WHERE owner = ? ORDER BY id LIMIT 200')
    .all(ctx.state.user);
});

// Forms that everyone may use
router.get('/templates', (ctx) => {
  const file = path.resolve(templates, String(ctx.query.name));
  const relative = path.relative(templates, file);
  if (!relative || relative.startsWith('..') || path.isAbsolute(relative) || !fs.existsSync(file)) {
    ctx.throw(404, 'No such template');
  }
  ctx.attachment(path.basename(file));
  ctx.body = fs.createReadStream(file);
});

router.get('/:id/download', (ctx) => {
  const doc = db
    .prepare('SELECT title, stored_name FROM documents WHERE id = ? AND owner = ?')
    .get(Number(ctx.params.id), ctx.state.user);
  if (!doc) ctx.throw(404, 'Document not found');
  ctx.attachment(doc.title);
  ctx.body = fs.createReadStream(path.join(root, doc.stored_name));
});

router.post('/:id/title', (ctx) => {
  const title = String(ctx.query.title || '').slice(0, 120);
  if (!title) ctx.throw(400, 'A title is required');
  const info = db
    .prepare('UPDATE documents SET title = ? WHERE id = ? AND owner = ?')
    .run(title, Number(ctx.params.id), ctx.state.user);
  if (!info.changes) ctx.throw(404, 'Document not found');
  ctx.body = { id: Number(ctx.params.id), title };
});

module.exports = router;
