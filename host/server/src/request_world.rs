//! The world of one request: what its sandbox asks of the host.

use std::sync::Arc;

use rnode_artifact::{AppFiles, AppName, Limits};
use rnode_egress::Client;
use rnode_sandbox::{Level, Operation, Order, Pending, World};

use crate::answer_stream::AnswerStream;
use crate::key_values::KeyValues;
use crate::log::{AppRecord, Log};
use crate::outbound::Outbound;

/// What all requests of a server have in common.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) log: Arc<Log>,
    pub(crate) client: Arc<Client>,
    pub(crate) key_values: Arc<KeyValues>,
}

/// The world of one request: its log lines go to the server's log, up to a limit, and its answer to the client.
pub(crate) struct RequestWorld {
    log: Arc<Log>,
    app: AppName,
    request_id: String,
    lines: LineBudget,
    files: Arc<AppFiles>,
    /// The answer, if it leaves in pieces.
    pub(crate) stream: AnswerStream,
    /// What it may call and store, which the top level of an app may not.
    reach: Option<Reach>,
}

struct Reach {
    outbound: Arc<Outbound>,
    key_values: Arc<KeyValues>,
}

impl RequestWorld {
    pub(crate) fn new(app: &AppName, request_id: &str, limits: &Limits, files: Arc<AppFiles>, log: Arc<Log>) -> Self {
        Self {
            log,
            app: app.clone(),
            request_id: request_id.to_owned(),
            lines: LineBudget::new(limits),
            files,
            stream: AnswerStream::default(),
            reach: None,
        }
    }

    /// The same, with calls to other servers and with storage.
    pub(crate) fn reaching(self, outbound: Arc<Outbound>, key_values: Arc<KeyValues>) -> Self {
        Self {
            reach: Some(Reach { outbound, key_values }),
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
            app: self.app.to_string(),
            level,
            message,
        });
    }

    fn start(&self, order: Order) -> Pending {
        match (order.operation, &self.reach) {
            (Operation::Push, _) => self.stream.push(order.bytes.unwrap_or_default().into()),
            (Operation::Finish, _) => {
                self.stream.finish();
                Box::pin(std::future::ready(Ok((String::new(), None))))
            }
            (_, None) => Box::pin(std::future::ready(Err(
                "the top level of an app reaches nothing".to_owned()
            ))),
            (Operation::Fetch, Some(reach)) => reach.outbound.start_fetch(order),
            (Operation::Pull, Some(reach)) => reach.outbound.start_pull(order),
            (Operation::KvGet | Operation::KvPut | Operation::KvDelete | Operation::KvList, Some(reach)) => {
                reach.key_values.start(&self.app, order)
            }
        }
    }
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
