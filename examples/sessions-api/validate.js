// Validation: middleware that answers 422 to what is not valid, and leaves what is valid in `req.valid`.
import { matchedData, validationResult } from 'express-validator';

export function validate(chains) {
  return [...chains, (req, res, next) => {
    const result = validationResult(req);
    if (!result.isEmpty()) {
      const issues = result.array({ onlyFirstError: true }).map(({ path, msg }) => ({ field: path, message: msg }));
      return res.status(422).json({ error: 'the input is not valid', issues });
    }
    req.valid = matchedData(req);
    next();
  }];
}
