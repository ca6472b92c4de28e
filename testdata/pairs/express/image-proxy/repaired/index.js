import crypto from 'node:crypto';
import https from 'node:https';
import { pathToFileURL } from 'node:url';
import axios from 'axios';
import express from 'express';
import { rateLimit } from 'express-rate-limit';

const IMAGE_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const MAX_ENTRIES = 200;
const MAX_BYTES = 5 * 1024 * 1024;
const list = (value) => (value ?? '').split(',').map((s) => s.trim()).filter(Boolean);

// e.g. IMAGE_ORIGINS=https://img.partner.example,https://cdn.partner.example
const imageOrigins = new Set(list(process.env.IMAGE_ORIGINS));
const siteOrigins = new Set(list(process.env.SITE_ORIGINS));
const cache = new Map();
const agent = new https.Agent({ keepAlive: true });

export const app = express();

app.use(rateLimit({ windowMs: 60_000, limit: 300 }));
app.use((req, res, next) => {
  const { origin } = req.headers;
  if (origin && siteOrigins.has(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Vary', 'Origin');
  }
  next();
});

function remember(key, entry) {
  if (cache.size >= MAX_ENTRIES) cache.delete(cache.keys().next().value);
  cache.set(key, entry);
}

function allowedUrl(value) {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url && imageOrigins.has(url.origin) ? url : null;
}

async function download(url) {
  const response = await axios.get(url.href, {
    responseType: 'arraybuffer',
    httpsAgent: agent,
    timeout: 10_000,
    maxRedirects: 0,
    maxContentLength: MAX_BYTES,
  });
  const type = String(response.headers['content-type'] ?? '').split(';')[0];
  if (!IMAGE_TYPES.has(type)) throw new Error('Not an image');
  return { type, body: Buffer.from(response.data) };
}

// GET /img?url=https://…
app.get('/img', async (req, res) => {
  const url = typeof req.query.url === 'string' ? allowedUrl(req.query.url) : null;
  if (!url) return res.status(400).json({ error: 'url is missing or not supported' });

  const key = crypto.createHash('md5').update(url.href).digest('hex');
  try {
    let image = cache.get(key);
    if (!image) {
      image = await download(url);
      remember(key, image);
    }
    res.setHeader('Cache-Control', 'public, max-age=86400');
    res.setHeader('ETag', `"${key}"`);
    res.type(image.type).send(image.body);
  } catch (err) {
    console.error('image failed', err.message);
    if (req.query.fallback) return res.redirect('/placeholder.png');
    res.status(502).json({ error: 'The image could not be loaded' });
  }
});

app.get('/status', (req, res) => {
  res.json({ cached: cache.size });
});

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  app.listen(process.env.PORT ?? 3000);
}
