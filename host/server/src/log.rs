//! The server's log: one line for every request and for every line an app writes, from a thread of its own.

use std::fmt::Write as _;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use rnode_sandbox::{Level, Usage};
use serde_json::{Map, Value, json};

/// How many records may wait for the writer. Beyond that they are counted and dropped: a log that nobody reads must not
/// stop the server.
const QUEUE_RECORDS_MAX: usize = 65_536;

/// Lines that are ready go out together, up to about this much at once.
const WRITE_BYTES_MAX: usize = 64 * 1024;

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For a person's eyes.
    Text,
    /// No lines at all.
    Off,
}

/// One finished exchange.
#[derive(Debug)]
pub(crate) struct AccessRecord {
    pub(crate) time: SystemTime,
    pub(crate) request_id: String,
    pub(crate) peer: IpAddr,
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) target: String,
    pub(crate) version: &'static str,
    pub(crate) app: String,
    pub(crate) app_version: Option<u64>,
    pub(crate) status: u16,
    pub(crate) outcome: &'static str,
    pub(crate) request_bytes: usize,
    pub(crate) response_bytes: usize,
    pub(crate) total: Duration,
    pub(crate) usage: Option<Usage>,
    /// The static file that was the answer, without a sandbox.
    pub(crate) asset: Option<String>,
    pub(crate) error: Option<String>,
}

impl Default for AccessRecord {
    fn default() -> Self {
        Self {
            time: SystemTime::UNIX_EPOCH,
            request_id: String::new(),
            peer: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            method: String::new(),
            host: String::new(),
            target: String::new(),
            version: "",
            app: String::new(),
            app_version: None,
            status: 0,
            outcome: "ok",
            request_bytes: 0,
            response_bytes: 0,
            total: Duration::ZERO,
            usage: None,
            asset: None,
            error: None,
        }
    }
}

/// One line of an app.
#[derive(Debug)]
pub(crate) struct AppRecord {
    pub(crate) time: SystemTime,
    pub(crate) request_id: String,
    pub(crate) app: String,
    pub(crate) level: Level,
    pub(crate) message: String,
}

enum Record {
    Access(Box<AccessRecord>),
    App(Box<AppRecord>),
    Server(String),
}

/// The writer. Lines that are queued when it is dropped are still written.
pub struct Log {
    sender: Option<SyncSender<Record>>,
    dropped: Arc<AtomicU64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Log {
    /// Starts the writer on `destination`.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(format: LogFormat, destination: impl Write + Send + 'static) -> std::io::Result<Arc<Self>> {
        let dropped = Arc::new(AtomicU64::new(0));
        if format == LogFormat::Off {
            return Ok(Arc::new(Self {
                sender: None,
                dropped,
                thread: Mutex::new(None),
            }));
        }
        let (sender, receiver) = sync_channel(QUEUE_RECORDS_MAX);
        let counter = Arc::clone(&dropped);
        let thread = std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_all(&receiver, format, destination, &counter))?;
        Ok(Arc::new(Self {
            sender: Some(sender),
            dropped,
            thread: Mutex::new(Some(thread)),
        }))
    }

    pub(crate) fn access(&self, record: AccessRecord) {
        self.send(Record::Access(Box::new(record)));
    }

    pub(crate) fn app(&self, record: AppRecord) {
        self.send(Record::App(Box::new(record)));
    }

    /// A line of the server about itself.
    pub fn server(&self, message: String) {
        self.send(Record::Server(message));
    }

    fn send(&self, record: Record) {
        let Some(sender) = &self.sender else { return };
        if sender.try_send(record).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        drop(self.sender.take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // Nothing is left to do about a writer that panicked.
            let _ = thread.join();
        }
    }
}

fn write_all(records: &Receiver<Record>, format: LogFormat, mut destination: impl Write, dropped: &AtomicU64) {
    let mut lines = String::new();
    while let Ok(first) = records.recv() {
        lines.clear();
        push(&mut lines, &first, format);
        // Whatever came in meanwhile goes out with the same write.
        while let Some(record) = (lines.len() < WRITE_BYTES_MAX)
            .then(|| records.try_recv().ok())
            .flatten()
        {
            push(&mut lines, &record, format);
        }
        let lost = dropped.swap(0, Ordering::Relaxed);
        if lost > 0 {
            push(
                &mut lines,
                &Record::Server(format!("{lost} log lines were dropped: nobody reads them fast enough")),
                format,
            );
        }
        // A log that cannot be written is no reason to stop serving.
        let _ = destination
            .write_all(lines.as_bytes())
            .and_then(|()| destination.flush());
    }
}

fn push(lines: &mut String, record: &Record, format: LogFormat) {
    match (format, record) {
        (LogFormat::Off, _) => return,
        (LogFormat::Json, Record::Access(access)) => lines.push_str(&access_json(access).to_string()),
        (LogFormat::Json, Record::App(app)) => lines.push_str(&app_json(app).to_string()),
        (LogFormat::Json, Record::Server(message)) => {
            lines.push_str(
                &json!({ "type": "server", "time": timestamp(SystemTime::now()), "message": message }).to_string(),
            );
        }
        (LogFormat::Text, Record::Access(access)) => push_access_text(lines, access),
        (LogFormat::Text, Record::App(app)) => {
            let level = level_name(app.level);
            // Writing to a string cannot fail.
            let _ = write!(
                lines,
                "{level:>5} {} {}",
                app.app,
                printable(&app.message).replace('\n', "\n      ")
            );
        }
        (LogFormat::Text, Record::Server(message)) => lines.push_str(message),
    }
    lines.push('\n');
}

fn access_json(record: &AccessRecord) -> Value {
    let mut line = Map::new();
    let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
    put("type", json!("request"));
    put("time", json!(timestamp(record.time)));
    put("request_id", json!(record.request_id));
    put("peer", json!(record.peer));
    put("method", json!(record.method));
    put("host", json!(record.host));
    put("target", json!(record.target));
    put("http", json!(record.version));
    put("app", json!(record.app));
    put("app_version", json!(record.app_version));
    put("status", json!(record.status));
    put("outcome", json!(record.outcome));
    put("request_bytes", json!(record.request_bytes));
    put("response_bytes", json!(record.response_bytes));
    put("total_us", json!(micros(record.total)));
    if let Some(usage) = &record.usage {
        put("cpu_us", json!(micros(usage.cpu)));
        put("wall_us", json!(micros(usage.wall)));
        put("memory_bytes", json!(usage.memory_bytes_peak));
        if let Some(fuel) = usage.fuel {
            put("fuel", json!(fuel));
        }
    }
    if let Some(asset) = &record.asset {
        put("asset", json!(asset));
    }
    if let Some(error) = &record.error {
        put("error", json!(error));
    }
    Value::Object(line)
}

fn app_json(record: &AppRecord) -> Value {
    json!({
        "type": "app",
        "time": timestamp(record.time),
        "request_id": record.request_id,
        "app": record.app,
        "level": level_name(record.level),
        "message": record.message,
    })
}

fn push_access_text(lines: &mut String, record: &AccessRecord) {
    // Writing to a string cannot fail.
    let _ = write!(
        lines,
        "{} {} {}{} {} {} ",
        record.status,
        printable(&record.method),
        printable(&record.host),
        printable(&record.target),
        record.outcome,
        record.app,
    );
    let total = micros(record.total);
    let _ = if let Some(asset) = &record.asset {
        write!(lines, "asset {}, total {total} µs", printable(asset))
    } else {
        let usage = record.usage.unwrap_or_default();
        let (cpu, kib) = (micros(usage.cpu), usage.memory_bytes_peak / 1024);
        write!(lines, "cpu {cpu} µs, total {total} µs, {kib} KiB")
    };
    if let Some(error) = &record.error {
        let _ = write!(lines, "\n      {}", printable(error).replace('\n', "\n      "));
    }
}

/// What came over the wire or out of a guest must not steer the reader's terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_control() && character != '\n' {
                '\u{fffd}'
            } else {
                character
            }
        })
        .collect()
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Debug => "debug",
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn timestamp(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time)
        .map(|time| format!("{time:.3}"))
        .unwrap_or_default()
}
