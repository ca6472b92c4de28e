// Replaces the body by what the schema accepts of it, or answers 400
function validateBody(schema) {
  return (req, res, next) => {
    const parsed = schema.safeParse(req.body);
    if (!parsed.success) {
      return res.status(400).json({ message: 'Invalid request' });
    }
    req.body = parsed.data;
    next();
  };
}

module.exports = { validateBody };
