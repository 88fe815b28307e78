//! A command that ends by itself or is ended, and what it wrote.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// The most of a command's output that is kept: results are a few hundred bytes.
const OUTPUT_BYTES_MAX: u64 = 1024 * 1024;

/// Runs a command and returns its standard output.
///
/// # Errors
/// When it cannot start, takes longer than `timeout`, or does not succeed; the text has what it wrote to standard error.
pub(crate) fn output(mut command: Command, timeout: Duration) -> Result<String> {
    let shown = format!("{command:?}");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {shown}"))?;
    let stdout = text(child.stdout.take());
    let stderr = text(child.stderr.take());
    let Ok(output) = stdout.recv_timeout(timeout) else {
        child
            .kill()
            .and_then(|()| child.wait())
            .context("cannot end a command")?;
        bail!("{shown} took longer than {timeout:?}");
    };
    let status = child.wait().with_context(|| format!("cannot wait for {shown}"))?;
    if !status.success() {
        let said = stderr.recv_timeout(timeout).unwrap_or_default();
        bail!("{shown} failed, {status}:\n{}\n{}", output.trim_end(), said.trim_end());
    }
    Ok(output)
}

/// Reads to the end in a thread of its own, so that a full pipe never blocks the command.
fn text(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.map(|mut pipe| {
            let kept = pipe.by_ref().take(OUTPUT_BYTES_MAX).read_to_end(&mut bytes);
            kept.and_then(|_| std::io::copy(&mut pipe, &mut std::io::sink()))
        });
        // What could be read is all there is, and a receiver that is gone wants nothing.
        drop(read);
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}
