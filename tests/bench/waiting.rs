//! Thousands of requests that wait for a slow server at once, while another app goes on answering.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::arguments::Plan;
use crate::places;
use crate::process_usage;
use crate::report;
use crate::server_process::ServerProcess;
use crate::statistics::{Measure, Notes, percentile};
use crate::{bounded_process, client, deploying};

/// How long the slow server takes.
const DELAY: Duration = Duration::from_secs(1);
/// How often it is done: the first time makes the sandboxes.
const ROUNDS: usize = 2;
/// From the first request to the last answer, on a slow machine.
const ROUND_TIMEOUT: Duration = Duration::from_secs(120);
/// How often the other app is asked meanwhile.
const PROBE_INTERVAL: Duration = Duration::from_millis(5);
/// What the other app's p99 should stay under.
const OTHER_P99_MILLISECONDS: f64 = 50.0;
/// What a waiting request should take of memory.
const WAITING_KIBIBYTES: f64 = 300.0;

const WAITER: &str = "
    export default {
      async fetch(request, env) {
        const response = await fetch(env.SLOW);
        return new Response(await response.text());
      },
    };
";

/// Answers every request a second after it came, until the process is ended.
pub(crate) fn serve_slowly() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let ready = serde_json::json!({ "event": "ready", "listen": listener.local_addr()?.to_string() });
        report::say(&ready.to_string())?;
        loop {
            let (mut stream, _peer) = listener.accept().await?;
            tokio::spawn(async move {
                let mut head = [0; 4096];
                // One request is one packet here, and who hangs up is none of its business.
                while stream.read(&mut head).await.is_ok_and(|read| read > 0) {
                    tokio::time::sleep(DELAY).await;
                    if stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nslow")
                        .await
                        .is_err()
                    {
                        break;
                    }
                }
            });
        }
    })
}

/// Lets so many requests wait.
pub(crate) fn measure(plan: &Plan) -> Result<Vec<Measure>> {
    report::progress(&format!("waiting: {} requests at once", plan.waiting));
    let mut slow = std::process::Command::new(std::env::current_exe()?);
    slow.arg("role-slow-server");
    let slow = ServerProcess::start(slow)?;
    let directory = tempfile::tempdir().context("cannot make a temporary directory")?;
    let server = start_server(plan, directory.path())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    deploy(&server, directory.path(), slow.address())?;
    let mut notes = Notes::default();
    let before = process_usage::resident_bytes(server.id());
    for _ in 0..ROUNDS {
        let round = runtime.block_on(async {
            tokio::time::timeout(ROUND_TIMEOUT, round(server.address(), server.id(), plan.waiting)).await
        });
        let round = round.context("not all requests were answered in time")??;
        notes.milliseconds("waiting: first request to last answer", milliseconds(round.took));
        notes.milliseconds_under(
            "waiting: p99 of another app meanwhile",
            OTHER_P99_MILLISECONDS,
            round.other_p99_ms,
        );
        if let (Some(before), Some(waiting)) = (before, round.resident_bytes) {
            let each = waiting.saturating_sub(before) / plan.waiting as u64;
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            notes.kibibytes_under(
                "waiting: memory of each request",
                WAITING_KIBIBYTES,
                each as f64 / 1024.0,
            );
        }
    }
    Ok(notes.measures())
}

fn start_server(plan: &Plan, directory: &std::path::Path) -> Result<ServerProcess> {
    let mut command = places::rnode_wasm();
    let places = [
        "--listen",
        "127.0.0.1:0",
        "--admin",
        "127.0.0.1:0",
        "--log",
        "off",
        "--json",
    ];
    let spare = (plan.waiting + 64).to_string();
    command
        .arg("serve")
        .args(places)
        .args([
            "--egress-open",
            "127.0.0.0/8",
            "--concurrency",
            &spare,
            "--app-concurrency",
            &spare,
        ])
        .arg("--data")
        .arg(directory.join("data"))
        .arg("--cache")
        .arg(places::cache_directory()?);
    ServerProcess::start(command)
}

fn deploy(server: &ServerProcess, directory: &std::path::Path, slow: SocketAddr) -> Result<()> {
    let app = directory.join("waiter.mjs");
    std::fs::write(&app, WAITER)?;
    let manifest = format!("[egress]\nallow = [\"127.0.0.1\"]\n[env]\nSLOW = \"http://{slow}/\"\n");
    std::fs::write(directory.join("rnode.toml"), manifest)?;
    for (entry, name) in [(app, "waiter"), (places::hello_example()?, "other")] {
        let command = deploying::deploy_command(server, &entry, name, &directory.join("data"))?;
        bounded_process::output(command, ROUND_TIMEOUT)?;
        client::get(server.address(), &format!("{name}.localhost"))?;
    }
    Ok(())
}

struct Round {
    took: Duration,
    other_p99_ms: f64,
    resident_bytes: Option<u64>,
}

async fn round(server: SocketAddr, process: u32, count: usize) -> Result<Round> {
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        streams.push(TcpStream::connect(server).await.context("cannot connect")?);
    }
    let started = Instant::now();
    let mut waiting = JoinSet::new();
    for stream in streams {
        waiting.spawn(ask(stream, "waiter"));
    }
    let mut latencies = Vec::new();
    let mut resident_bytes = None;
    let mut other = TcpStream::connect(server).await?;
    let mut answered = 0;
    while answered < count {
        let asked = Instant::now();
        other = ask(other, "other").await?;
        latencies.push(u32::try_from(asked.elapsed().as_nanos()).unwrap_or(u32::MAX));
        tokio::time::sleep(PROBE_INTERVAL).await;
        resident_bytes = resident_bytes.max(process_usage::resident_bytes(process));
        while let Some(joined) = waiting.try_join_next() {
            joined??;
            answered += 1;
        }
    }
    latencies.sort_unstable();
    Ok(Round {
        took: started.elapsed(),
        other_p99_ms: f64::from(percentile(&latencies, 0.99)) / 1e6,
        resident_bytes,
    })
}

/// Asks an app once, and gives the connection back when it has answered with 200.
async fn ask(mut stream: TcpStream, app: &str) -> Result<TcpStream> {
    let request = format!("GET / HTTP/1.1\r\nhost: {app}.localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = [0; 4096];
    let mut filled = 0;
    while !answer[..filled].ends_with(b"slow") && !answer[..filled].ends_with(b"Hello World!") {
        let read = stream.read(&mut answer[filled..]).await?;
        filled += read;
        let text = String::from_utf8_lossy(&answer[..filled]);
        ensure!(
            read > 0 && (filled < 12 || text.starts_with("HTTP/1.1 200")),
            "{app} answers {text}"
        );
    }
    Ok(stream)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
