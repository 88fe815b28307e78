//! The world of one request: what its sandbox asks of the host.

use std::sync::Arc;

use rnode_artifact::{AppFiles, AppName, Limits};
use rnode_sandbox::{Level, Operation, Order, Pending, World};

use crate::answer_stream::AnswerStream;
use crate::log::{AppRecord, Log};
use crate::outbound::Outbound;

/// The world of one request: its log lines go to the server's log, up to a limit, and its answer to the client.
pub(crate) struct RequestWorld {
    log: Arc<Log>,
    app: String,
    request_id: String,
    lines: LineBudget,
    files: Arc<AppFiles>,
    /// The answer, if it leaves in pieces.
    pub(crate) stream: AnswerStream,
    /// Its calls to other servers, where it may make some.
    outbound: Option<Outbound>,
}

impl RequestWorld {
    pub(crate) fn new(app: &AppName, request_id: &str, limits: &Limits, files: Arc<AppFiles>, log: Arc<Log>) -> Self {
        Self {
            log,
            app: app.to_string(),
            request_id: request_id.to_owned(),
            lines: LineBudget::new(limits),
            files,
            stream: AnswerStream::default(),
            outbound: None,
        }
    }

    /// The same, with calls to other servers.
    pub(crate) fn with(self, outbound: Outbound) -> Self {
        Self {
            outbound: Some(outbound),
            ..self
        }
    }
}

impl World for RequestWorld {
    fn files(&self) -> Option<&AppFiles> {
        Some(&self.files)
    }

    fn log(&self, level: Level, message: &str) {
        let Some(message) = self.lines.take(message) else {
            return;
        };
        self.log.app(AppRecord {
            time: std::time::SystemTime::now(),
            request_id: self.request_id.clone(),
            app: self.app.clone(),
            level,
            message,
        });
    }

    fn start(&self, order: Order) -> Pending {
        match order.operation {
            Operation::Push => self.stream.push(order.bytes.unwrap_or_default().into()),
            Operation::Finish => {
                self.stream.finish();
                Box::pin(std::future::ready(Ok((String::new(), None))))
            }
            Operation::Fetch => match &self.outbound {
                Some(outbound) => outbound.fetch(order),
                None => refused(),
            },
            Operation::Pull => match &self.outbound {
                Some(outbound) => outbound.pull(order),
                None => refused(),
            },
            Operation::KvGet | Operation::KvPut | Operation::KvDelete | Operation::KvList => refused(),
        }
    }
}

fn refused() -> Pending {
    Box::pin(std::future::ready(Err("this server has no such thing".to_owned())))
}

/// How many lines, and how long, one request may still write.
struct LineBudget {
    left: std::sync::atomic::AtomicU32,
    chars_max: usize,
}

impl LineBudget {
    fn new(limits: &Limits) -> Self {
        Self {
            // One more, for saying that there were more.
            left: limits.log_lines.saturating_add(1).into(),
            chars_max: limits.log_line_chars,
        }
    }

    /// The line as it may be written; the last one allowed says that it is the last.
    fn take(&self, message: &str) -> Option<String> {
        use std::sync::atomic::Ordering::Relaxed;
        let left = self
            .left
            .try_update(Relaxed, Relaxed, |left| left.checked_sub(1))
            .ok()?;
        if left == 1 {
            return Some("further lines of this request are dropped: it reached its log limit".to_owned());
        }
        match message.char_indices().nth(self.chars_max) {
            Some((end, _)) => Some(format!("{}… (cut at {} characters)", &message[..end], self.chars_max)),
            None => Some(message.to_owned()),
        }
    }
}
