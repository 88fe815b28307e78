/** Numbers of the operating system that programs compare with: those of Linux. */

export const signals = Object.freeze({
  SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGBUS: 7, SIGFPE: 8, SIGKILL: 9, SIGUSR1: 10, SIGSEGV: 11,
  SIGUSR2: 12, SIGPIPE: 13, SIGALRM: 14, SIGTERM: 15, SIGCHLD: 17, SIGSTKFLT: 16, SIGCONT: 18, SIGSTOP: 19, SIGTSTP: 20, SIGTTIN: 21, SIGTTOU: 22,
  SIGURG: 23, SIGXCPU: 24, SIGXFSZ: 25, SIGVTALRM: 26, SIGPROF: 27, SIGWINCH: 28, SIGIO: 29, SIGPOLL: 29, SIGPWR: 30, SIGSYS: 31,
});

/** Number and description of each error, as libuv words it. */
const ERRORS = {
  E2BIG: [7, 'argument list too long'], EACCES: [13, 'permission denied'], EADDRINUSE: [98, 'address already in use'],
  EADDRNOTAVAIL: [99, 'address not available'], EAGAIN: [11, 'resource temporarily unavailable'], EALREADY: [114, 'connection already in progress'],
  EBADF: [9, 'bad file descriptor'], EBUSY: [16, 'resource busy or locked'], ECANCELED: [125, 'operation canceled'],
  ECONNABORTED: [103, 'software caused connection abort'], ECONNREFUSED: [111, 'connection refused'], ECONNRESET: [104, 'connection reset by peer'],
  EDESTADDRREQ: [89, 'destination address required'], EEXIST: [17, 'file already exists'], EFAULT: [14, 'bad address in system call argument'],
  EFBIG: [27, 'file too large'], EHOSTUNREACH: [113, 'host is unreachable'], EINTR: [4, 'interrupted system call'], EINVAL: [22, 'invalid argument'],
  EIO: [5, 'i/o error'], EISCONN: [106, 'socket is already connected'], EISDIR: [21, 'illegal operation on a directory'],
  ELOOP: [40, 'too many symbolic links encountered'], EMFILE: [24, 'too many open files'], EMSGSIZE: [90, 'message too long'],
  ENAMETOOLONG: [36, 'name too long'], ENETDOWN: [100, 'network is down'], ENETUNREACH: [101, 'network is unreachable'],
  ENFILE: [23, 'file table overflow'], ENOBUFS: [105, 'no buffer space available'], ENODEV: [19, 'no such device'],
  ENOENT: [2, 'no such file or directory'], ENOMEM: [12, 'not enough memory'], ENOSPC: [28, 'no space left on device'],
  ENOSYS: [38, 'function not implemented'], ENOTCONN: [107, 'socket is not connected'], ENOTDIR: [20, 'not a directory'],
  ENOTEMPTY: [39, 'directory not empty'], ENOTSOCK: [88, 'socket operation on non-socket'], ENOTSUP: [95, 'operation not supported on socket'],
  EPERM: [1, 'operation not permitted'], EPIPE: [32, 'broken pipe'], EPROTO: [71, 'protocol error'], ERANGE: [34, 'result too large'],
  EROFS: [30, 'read-only file system'], ESPIPE: [29, 'invalid seek'], ESRCH: [3, 'no such process'], ETIMEDOUT: [110, 'connection timed out'],
  ETXTBSY: [26, 'text file is busy'], EXDEV: [18, 'cross-device link not permitted'],
};

export const errno = Object.freeze(Object.fromEntries(Object.entries(ERRORS).map(([name, [number]]) => [name, number])));

/** Name and description by the negative number that errors carry. */
export const systemErrors = new Map(Object.entries(ERRORS).map(([name, [number, text]]) => [-number, [name, text]]));

export const priority = Object.freeze({
  PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7, PRIORITY_HIGH: -14, PRIORITY_HIGHEST: -20,
});

/** How files are opened. */
export const openFlags = Object.freeze({
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_NOCTTY: 256, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536, O_NOFOLLOW: 131072,
  O_SYNC: 1052672, O_DSYNC: 4096, O_NONBLOCK: 2048, S_IFMT: 61440, S_IFREG: 32768, S_IFDIR: 16384, S_IFCHR: 8192, S_IFBLK: 24576, S_IFIFO: 4096,
  S_IFLNK: 40960, S_IFSOCK: 49152, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1,
});
