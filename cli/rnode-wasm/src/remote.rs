//! Talking to a server's admin API.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rnode_server::Token;
use rnode_server::api::ErrorReply;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http;

use crate::args::RemoteArgs;
use crate::directories;
use crate::trouble::{Fault, Trouble};

/// How long a call may take: evaluating an app is bounded by seconds, sending a bundle by its size.
const CALL_TIMEOUT: Duration = Duration::from_secs(120);
/// The largest reply that is read: a list of ten thousand apps.
const REPLY_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A server, and the right to talk to it.
pub(crate) struct Remote {
    url: String,
    token: Token,
    agent: ureq::Agent,
}

impl Remote {
    /// Finds the token: given, or in the data directory of a server on this machine.
    pub(crate) fn open(args: &RemoteArgs) -> Result<Self, Trouble> {
        let url = args.server.trim_end_matches('/').to_owned();
        if !url.starts_with("http://") {
            return Err(Trouble::yours(
                format!("`{url}` is no address of an admin API"),
                "write it as `http://HOST:PORT`; for a server elsewhere, open a tunnel to its loopback address",
            ));
        }
        let token = match &args.token {
            Some(token) => Token::new(token),
            None => local_token(&directories::data(args.data.clone())?)?,
        };
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(CALL_TIMEOUT))
            .build();
        Ok(Self {
            url,
            token,
            agent: config.new_agent(),
        })
    }

    /// `GET`.
    pub(crate) fn read<T: DeserializeOwned>(&self, path: &str) -> Result<T, Trouble> {
        let request = self
            .agent
            .get(format!("{}{path}", self.url))
            .header("authorization", self.bearer());
        self.reply(request.call())
    }

    /// `DELETE`.
    pub(crate) fn remove<T: DeserializeOwned>(&self, path: &str) -> Result<T, Trouble> {
        let request = self
            .agent
            .delete(format!("{}{path}", self.url))
            .header("authorization", self.bearer());
        self.reply(request.call())
    }

    /// `POST`.
    pub(crate) fn send<T: DeserializeOwned>(&self, path: &str, body: &[u8]) -> Result<T, Trouble> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("authorization", self.bearer());
        self.reply(request.send(body))
    }

    /// `POST` of an object.
    pub(crate) fn send_json<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Trouble> {
        self.send(path, &serde_json::to_vec(body).map_err(anyhow::Error::from)?)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token.as_str())
    }

    fn reply<T: DeserializeOwned>(
        &self,
        result: Result<http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T, Trouble> {
        let response = result.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        let mut bytes = Vec::new();
        let read = response
            .into_body()
            .into_reader()
            .take(REPLY_BYTES_MAX)
            .read_to_end(&mut bytes);
        read.map_err(|error| Trouble::yours(format!("the reply of `{}` broke off: {error}", self.url), "try again"))?;
        if status.is_success() {
            return serde_json::from_slice(&bytes).map_err(|_| self.stranger());
        }
        let ErrorReply { error } = serde_json::from_slice(&bytes).map_err(|_| self.stranger())?;
        let fault = if status.is_server_error() {
            Fault::Ours
        } else {
            Fault::Yours
        };
        Err(Trouble {
            fault,
            diagnoses: vec![error],
        })
    }

    fn unreachable(&self, error: &ureq::Error) -> Trouble {
        Trouble::yours(
            format!("no server answers at `{}`: {error}", self.url),
            "start one with `rnode-wasm serve`, or name its admin address with `--server`",
        )
    }

    fn stranger(&self) -> Trouble {
        Trouble::yours(
            format!("what answers at `{}` is not the admin API of rnode-wasm", self.url),
            "`--server` takes the admin address that `rnode-wasm serve` prints, not the one apps answer on",
        )
    }
}

fn local_token(data: &Path) -> Result<Token, Trouble> {
    Token::read(data).map_err(|error| {
        Trouble::yours(
            format!("cannot read the admin token `{}`: {error}", Token::path(data).display()),
            "`rnode-wasm serve` makes it at its first start; `--data` names that server's data directory, `--token` gives the token of one elsewhere",
        )
    })
}
