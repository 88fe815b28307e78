/** The page in which Express says in a few words what happened. */

/**
 * @param {string} title
 * @param {string} content in HTML
 */
export function htmlDocument(title, content) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
</head>
<body>
<pre>${content}</pre>
</body>
</html>
`;
}
