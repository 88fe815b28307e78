//! A client for single requests, outside of the load.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// Longer than any server here takes for one answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Asks for `/` of `host` and waits for the whole answer, which has to be 200.
pub(crate) fn get(address: SocketAddr, host: &str) -> Result<String> {
    // A proxy of the environment has no business on this machine's own addresses.
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .timeout_global(Some(REQUEST_TIMEOUT))
        .http_status_as_error(false)
        .build();
    let mut response = ureq::Agent::new_with_config(config)
        .get(format!("http://{address}/"))
        .header("host", host)
        .call()
        .with_context(|| format!("no answer from {address}"))?;
    let body = response.body_mut().read_to_string()?;
    ensure!(
        response.status() == 200,
        "{host} at {address} answers {}: {body}",
        response.status()
    );
    Ok(body)
}
