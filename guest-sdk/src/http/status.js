/** The methods and the reason phrases that Node 20 knows. */

/** Every method Node's parser accepts, in its order. */
export const METHODS = ('ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY OPTIONS '
  + 'PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE').split(' ');

const PHRASES = [
  [100, 'Continue', 'Switching Protocols', 'Processing', 'Early Hints'],
  [200, 'OK', 'Created', 'Accepted', 'Non-Authoritative Information', 'No Content', 'Reset Content', 'Partial Content', 'Multi-Status', 'Already Reported'],
  [226, 'IM Used'],
  [300, 'Multiple Choices', 'Moved Permanently', 'Found', 'See Other', 'Not Modified', 'Use Proxy'],
  [307, 'Temporary Redirect', 'Permanent Redirect'],
  [400, 'Bad Request', 'Unauthorized', 'Payment Required', 'Forbidden', 'Not Found', 'Method Not Allowed', 'Not Acceptable',
    'Proxy Authentication Required', 'Request Timeout', 'Conflict', 'Gone', 'Length Required', 'Precondition Failed', 'Payload Too Large',
    'URI Too Long', 'Unsupported Media Type', 'Range Not Satisfiable', 'Expectation Failed', "I'm a Teapot"],
  [421, 'Misdirected Request', 'Unprocessable Entity', 'Locked', 'Failed Dependency', 'Too Early', 'Upgrade Required'],
  [428, 'Precondition Required', 'Too Many Requests'],
  [431, 'Request Header Fields Too Large'],
  [451, 'Unavailable For Legal Reasons'],
  [500, 'Internal Server Error', 'Not Implemented', 'Bad Gateway', 'Service Unavailable', 'Gateway Timeout', 'HTTP Version Not Supported',
    'Variant Also Negotiates', 'Insufficient Storage', 'Loop Detected', 'Bandwidth Limit Exceeded', 'Not Extended', 'Network Authentication Required'],
];

/** Reason phrase by status code. */
export const STATUS_CODES = {};

for (const [first, ...phrases] of PHRASES) {
  phrases.forEach((phrase, offset) => {
    STATUS_CODES[first + offset] = phrase;
  });
}
