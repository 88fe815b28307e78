//! The load generator: connections that stay open, each with one request on its way, every answer checked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::arguments::LoadOrder;
use crate::process_usage;
use crate::report;
use crate::statistics::percentile;
use crate::workload::Workload;

/// The largest answer, head and body; those of the workloads are far smaller.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Beyond the measured time: for connecting, and for the answers on their way at its end.
const GRACE: Duration = Duration::from_secs(10);

/// One measurement of one server.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct LoadResult {
    /// Right answers per second.
    pub(crate) requests_per_second: f64,
    /// Half of the answers took no longer.
    pub(crate) latency_p50_us: f64,
    /// 99 of 100 answers took no longer.
    pub(crate) latency_p99_us: f64,
    /// No answer took longer.
    pub(crate) latency_max_us: f64,
    /// Processor time of the server for one request.
    pub(crate) server_cpu_us: Option<f64>,
    /// Memory of the server at the end.
    pub(crate) server_resident_bytes: Option<u64>,
    /// How much of a core the load generator itself took: near 1, it and not the server may be what was measured.
    pub(crate) load_busy: Option<f64>,
}

/// The stretch of time that counts.
#[derive(Clone, Copy, Debug)]
struct Window {
    start: Instant,
    end: Instant,
}

/// What goes out and what has to come back.
#[derive(Debug)]
struct Exchange {
    request: Vec<u8>,
    body: &'static [u8],
}

/// Processor time of the server and of this process at one moment.
#[derive(Clone, Copy, Debug)]
struct Cpu {
    server: Option<Duration>,
    load: Option<Duration>,
}

/// Does what the order says and prints the result as one line of JSON.
pub(crate) fn run(order: &LoadOrder) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(drive(order))?;
    report::say(&serde_json::to_string(&result)?)
}

/// How long a load generator with this order takes at most.
pub(crate) fn duration_max(warm_up: Duration, measure: Duration) -> Duration {
    warm_up + measure + GRACE
}

async fn drive(order: &LoadOrder) -> Result<LoadResult> {
    let workload = Workload::named(&order.workload)?;
    let exchange = Arc::new(Exchange {
        request: workload.request_bytes(),
        body: workload.body.as_bytes(),
    });
    let mut streams = Vec::with_capacity(order.connections);
    for _ in 0..order.connections {
        let stream = TcpStream::connect(order.address)
            .await
            .with_context(|| format!("cannot connect to {}", order.address))?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let start = Instant::now() + Duration::from_millis(order.warm_up_ms);
    let measure = Duration::from_millis(order.measure_ms);
    let window = Window {
        start,
        end: start + measure,
    };
    let mut connections = JoinSet::new();
    for stream in streams {
        connections.spawn(connection(stream, Arc::clone(&exchange), window));
    }
    let clocks = async {
        tokio::time::sleep_until(window.start.into()).await;
        let before = Cpu::now(order);
        tokio::time::sleep_until(window.end.into()).await;
        (before, Cpu::now(order))
    };
    let answers = async {
        let mut latencies = Vec::new();
        while let Some(connection) = connections.join_next().await {
            latencies.append(&mut connection??);
        }
        anyhow::Ok(latencies)
    };
    let both = async { tokio::try_join!(async { anyhow::Ok(clocks.await) }, answers) };
    let limit = duration_max(Duration::from_millis(order.warm_up_ms), measure);
    let ((before, after), latencies) = tokio::time::timeout(limit, both)
        .await
        .context("a server stopped answering")??;
    result(latencies, measure, before, after, order)
}

fn result(
    mut latencies: Vec<u32>,
    measure: Duration,
    before: Cpu,
    after: Cpu,
    order: &LoadOrder,
) -> Result<LoadResult> {
    latencies.sort_unstable();
    let count = u32::try_from(latencies.len())?;
    ensure!(count > 0, "no answer at all in {measure:?}");
    let microseconds = |nanos: u32| f64::from(nanos) / 1000.0;
    let spent = |before: Option<Duration>, after: Option<Duration>| Some(after?.saturating_sub(before?).as_secs_f64());
    Ok(LoadResult {
        requests_per_second: f64::from(count) / measure.as_secs_f64(),
        latency_p50_us: microseconds(percentile(&latencies, 0.5)),
        latency_p99_us: microseconds(percentile(&latencies, 0.99)),
        latency_max_us: microseconds(percentile(&latencies, 1.0)),
        server_cpu_us: spent(before.server, after.server).map(|seconds| seconds * 1e6 / f64::from(count)),
        server_resident_bytes: process_usage::resident_bytes(order.server_process),
        load_busy: spent(before.load, after.load).map(|seconds| seconds / measure.as_secs_f64()),
    })
}

impl Cpu {
    fn now(order: &LoadOrder) -> Self {
        Self {
            server: process_usage::cpu(order.server_process),
            load: process_usage::cpu(std::process::id()),
        }
    }
}

/// Asks again and again until the window closes; the latencies within the window come back, in nanoseconds.
async fn connection(mut stream: TcpStream, exchange: Arc<Exchange>, window: Window) -> Result<Vec<u32>> {
    let mut buffer = vec![0; ANSWER_BYTES_MAX];
    let mut latencies = Vec::new();
    let mut asked = Instant::now();
    while asked < window.end {
        stream
            .write_all(&exchange.request)
            .await
            .context("the server closed a connection")?;
        read_answer(&mut stream, &mut buffer, exchange.body).await?;
        let answered = Instant::now();
        // An answer counts where it ends, so that slow ones are counted as often as quick ones.
        if answered >= window.start && answered <= window.end {
            latencies.push(u32::try_from((answered - asked).as_nanos()).unwrap_or(u32::MAX));
        }
        asked = answered;
    }
    Ok(latencies)
}

/// Reads one answer and compares it with the right one.
async fn read_answer(stream: &mut TcpStream, buffer: &mut [u8], body: &[u8]) -> Result<()> {
    let mut filled = 0;
    loop {
        let read = stream
            .read(&mut buffer[filled..])
            .await
            .context("the server broke a connection")?;
        ensure!(
            read > 0,
            "the server ended a connection in an answer, or the answer is larger than {ANSWER_BYTES_MAX} bytes"
        );
        filled += read;
        let answer = &buffer[..filled];
        let Some(head_bytes) = head_bytes(answer) else { continue };
        let (head, rest) = answer.split_at(head_bytes);
        if rest.len() < content_length(head)? {
            continue;
        }
        if head.get(9..12) == Some(b"200") && rest == body {
            return Ok(());
        }
        bail!("a wrong answer:\n{}", String::from_utf8_lossy(answer));
    }
}

/// Where the body begins, once the whole head is there.
fn head_bytes(answer: &[u8]) -> Option<usize> {
    answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|position| position + 4)
}

fn content_length(head: &[u8]) -> Result<usize> {
    const NAME: &[u8] = b"content-length:";
    let line = head.split(|byte| *byte == b'\n').find(|line| {
        line.get(..NAME.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    });
    let value = line
        .and_then(|line| str::from_utf8(&line[NAME.len()..]).ok())
        .context("an answer without Content-Length")?;
    Ok(value.trim().parse()?)
}
