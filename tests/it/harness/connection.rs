//! An HTTP/1.1 client that does exactly as it is told.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

use super::{Answer, PATIENCE, Request};

/// One connection, kept open until it is dropped.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    #[track_caller]
    pub(crate) fn open(address: SocketAddr) -> Self {
        Self::try_open(address).expect("the server takes connections")
    }

    pub(crate) fn try_open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        // Longer than anything a server waits for on purpose.
        stream.set_read_timeout(Some(PATIENCE * 2))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Sends a request and reads its answer.
    #[track_caller]
    pub(crate) fn send(&mut self, request: &Request) -> Answer {
        match self.try_send(request) {
            Ok(answer) => answer,
            Err(error) => panic!("{} {}: {error}", request.method, request.target),
        }
    }

    pub(crate) fn try_send(&mut self, request: &Request) -> io::Result<Answer> {
        self.stream.get_mut().write_all(&request.to_http1())?;
        self.try_read(&request.method)
    }

    /// Sends bytes, whatever they are. The server may have closed the connection by then.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        if let Err(error) = self.stream.get_mut().write_all(bytes) {
            let is_closed = matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset);
            assert!(is_closed, "cannot write: {error}");
        }
    }

    /// Says that nothing more will be sent. The server may have closed the connection by then.
    pub(crate) fn finish(&mut self) {
        if let Err(error) = self.stream.get_mut().shutdown(Shutdown::Write) {
            assert_eq!(error.kind(), ErrorKind::NotConnected);
        }
    }

    /// Reads the answer to a request that was written.
    #[track_caller]
    pub(crate) fn read(&mut self, method: &str) -> Answer {
        match self.try_read(method) {
            Ok(answer) => answer,
            Err(error) => panic!("no answer: {error}"),
        }
    }

    /// Reads the head of a streamed answer and its first piece: status and bytes.
    #[track_caller]
    pub(crate) fn read_first_piece(&mut self) -> (u16, Vec<u8>) {
        let answer = self.head().expect("an answer begins");
        let size = self.line().expect("a piece begins");
        let size = usize::from_str_radix(size.trim(), 16).expect("it begins with its length");
        let mut piece = vec![0; size];
        self.stream.read_exact(&mut piece).expect("it is there");
        (answer.status, piece)
    }

    pub(crate) fn try_read(&mut self, method: &str) -> io::Result<Answer> {
        let mut answer = self.head()?;
        answer.body = self.body(method, &answer)?;
        Ok(answer)
    }

    fn head(&mut self) -> io::Result<Answer> {
        let status_line = self.line()?;
        let status = status_line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("{status_line:?} is no status line")))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line
                .split_once(':')
                .ok_or_else(|| io::Error::other(format!("{line:?} is no header")))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Answer {
            status,
            headers,
            body: Vec::new(),
        })
    }

    /// Whether the server has nothing more to say.
    pub(crate) fn is_at_end(&mut self) -> bool {
        match self.stream.fill_buf() {
            Ok(rest) => rest.is_empty(),
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }

    fn body(&mut self, method: &str, answer: &Answer) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if method == "HEAD" || matches!(answer.status, 100..200 | 204 | 304) {
            return Ok(body);
        }
        if answer
            .header("transfer-encoding")
            .is_some_and(|coding| coding.contains("chunked"))
        {
            return self.chunks();
        }
        match answer.header("content-length") {
            Some(length) => {
                let length = length.parse().map_err(io::Error::other)?;
                body.resize(length, 0);
                self.stream.read_exact(&mut body)?;
            }
            None => {
                self.stream.read_to_end(&mut body)?;
            }
        }
        Ok(body)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = usize::from_str_radix(self.line()?.trim(), 16).map_err(io::Error::other)?;
            let start = body.len();
            body.resize(start + size, 0);
            self.stream.read_exact(&mut body[start..])?;
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    /// A line as ISO 8859-1, without its end.
    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line)?;
        if line.pop() != Some(b'\n') {
            return Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the server closed the connection",
            ));
        }
        line.pop_if(|end| *end == b'\r');
        Ok(line.into_iter().map(char::from).collect())
    }
}
