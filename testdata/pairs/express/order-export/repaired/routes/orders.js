const express = require('express');
const pool = require('../db');

const router = express.Router();

const STATUSES = ['open', 'paid', 'shipped', 'cancelled'];
const SORT_COLUMNS = { date: 'created_at', created_at: 'created_at', total: 'total', status: 'status' };

function csvCell(value) {
  const text = String(value === null ? '' : value);
  const safe = /^[=+\-@\t]/.test(text) ? "'" + text : text;
  return '"' + safe.replace(/"/g, '""') + '"';
}

function intBetween(value, min, max, fallback) {
  const n = Number.parseInt(value, 10);
  return Number.isInteger(n) ? Math.min(Math.max(n, min), max) : fallback;
}

// GET /orders?status=shipped&sort=total&page=1&size=25
router.get('/', function (req, res, next) {
  const status = STATUSES.includes(req.query.status) ? req.query.status : 'open';
  const column = Object.hasOwn(SORT_COLUMNS, req.query.sort) ? SORT_COLUMNS[req.query.sort] : 'created_at';
  const size = intBetween(req.query.size, 1, 100, 25);
  const page = intBetween(req.query.page, 1, 10000, 1);

  const sql =
    'SELECT id, status, total, created_at FROM orders' +
    ' WHERE customer_id = $1 AND status = $2' +
    ' ORDER BY ' + column + ' DESC' +
    ' LIMIT ' + size + ' OFFSET ' + (page - 1) * size;

  pool.query(sql, [req.customerId, status], function (err, result) {
    if (err) {
      return next(err);
    }
    res.json({ page: page, orders: result.rows });
  });
});

// GET /orders/export.csv?from=2024-01-01
router.get('/export.csv', function (req, res, next) {
  const from = new Date(typeof req.query.from === 'string' ? req.query.from : '2024-01-01');
  if (Number.isNaN(from.getTime())) {
    return res.status(400).json({ error: 'from must be a date' });
  }
  const sql =
    'SELECT id, status, total, created_at FROM orders WHERE customer_id = $1 AND created_at >= $2 ORDER BY id LIMIT 5000';
  pool.query(sql, [req.customerId, from], function (err, result) {
    if (err) {
      return next(err);
    }
    const lines = result.rows.map(function (o) {
      return [o.id, o.status, o.total, o.created_at.toISOString()].map(csvCell).join(',');
    });
    res.setHeader('Content-Type', 'text/csv');
    res.setHeader('Content-Disposition', 'attachment; filename="orders.csv"');
    res.send('id,status,total,created_at\n' + lines.join('\n'));
  });
});

// GET /orders/42
router.get('/:id(\\d{1,9})', function (req, res, next) {
  const sql = 'SELECT id, status, total, items, created_at FROM orders WHERE id = $1 AND customer_id = $2';
  pool.query(sql, [req.params.id, req.customerId], function (err, result) {
    if (err) {
      return next(err);
    }
    if (result.rowCount === 0) {
      return res.status(404).json({ error: 'Order not found' });
    }
    res.json(result.rows[0]);
  });
});

module.exports = router;
