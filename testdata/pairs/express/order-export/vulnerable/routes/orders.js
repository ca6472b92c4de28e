const express = require('express');
const pool = require('../db');

const router = express.Router();

function csvCell(value) {
  const text = String(value === null ? '' : value);
  const safe = /^[=+\-@\t]/.test(text) ? "'" + text : text;
  return '"' + safe.replace(/"/g, '""') + '"';
}

// GET /orders?status=shipped&sort=total&page=1&size=25
router.get('/', function (req, res) {
  const status = req.query.status || 'open';
  const sort = req.query.sort || 'created_at';
  const size = parseInt(req.query.size, 10) || 25;
  const page = parseInt(req.query.page, 10) || 1;

  const sql =
    'SELECT id, status, total, created_at FROM orders' +
    ' WHERE customer_id = ' + req.customerId +
    " AND status = '" + status + "'" +
    ' ORDER BY ' + sort + ' DESC' +
    ' LIMIT ' + size + ' OFFSET ' + (page - 1) * size;

  pool.query(sql, function (err, result) {
    if (err) {
      return res.status(500).json({ error: err.message, sql: sql });
    }
    res.json({ page: page, orders: result.rows });
  });
});

// GET /orders/export.csv?from=2024-01-01
router.get('/export.csv', function (req, res) {
  const from = new Date(req.query.from || '2024-01-01');
  if (Number.isNaN(from.getTime())) {
    return res.status(400).json({ error: 'from must be a date' });
  }
  const sql =
    'SELECT id, status, total, created_at FROM orders WHERE customer_id = $1 AND created_at >= $2 ORDER BY id LIMIT 5000';
  pool.query(sql, [req.customerId, from], function (err, result) {
    if (err) {
      return res.status(500).send(err.stack);
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
  pool.query('SELECT * FROM orders WHERE id = $1', [req.params.id], function (err, result) {
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
