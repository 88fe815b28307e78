//! A server that answers with given bytes, a resolver that plays along, and a client between them.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Method};
use rnode_artifact::EgressRule;
use rnode_egress::{
    Ceiling, Client, ClientOptions, FetchError, Incoming, OpenRanges, Outgoing, Policy, Redirect, Resolver,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server on this machine. It answers every request with what its path stands for, and keeps the heads it saw.
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Arc<Mutex<Vec<String>>>,
}

/// What a path is answered with.
pub(crate) type Answers = fn(path: &str) -> Vec<u8>;

impl Upstream {
    pub(crate) async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let heads = Arc::clone(&heads);
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") {
                        if socket.read(&mut byte).await.unwrap_or(0) == 0 {
                            return;
                        }
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                    heads.lock().expect("no test panics here").push(head);
                    let answer = answers(&path);
                    // Whoever has had enough hangs up.
                    let _ = socket.write_all(&answer).await;
                    if path.starts_with("/silent") {
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        Self { address, seen }
    }
}

/// A resolver that gives the next of its answers for a name, and the last one for ever.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<String, Vec<Vec<IpAddr>>>>);

impl Names {
    pub(crate) fn of(names: &[(&str, &[&[&str]])]) -> Self {
        let parse = |address: &&str| address.parse().expect("an address");
        let names = names.iter().map(|(name, answers)| {
            let answers = answers.iter().map(|answer| answer.iter().map(parse).collect());
            ((*name).to_owned(), answers.collect())
        });
        Self(Mutex::new(names.collect()))
    }
}

impl Resolver for Names {
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>> {
        let mut names = self.0.lock().expect("no test panics here");
        let answer = match names.get_mut(&name) {
            Some(answers) if answers.len() > 1 => Ok(answers.remove(0)),
            Some(answers) => Ok(answers[0].clone()),
            None => Err(std::io::Error::other("no such name")),
        };
        Box::pin(std::future::ready(answer))
    }
}

/// Calls with a policy of its own each time.
pub(crate) struct Caller {
    client: Client,
    allowed: Vec<EgressRule>,
}

impl Caller {
    pub(crate) fn new(allowed: &[&str], ceiling: Ceiling, open: &[&str], names: Names) -> Self {
        let client = Client::new(ClientOptions {
            ceiling,
            open: OpenRanges::new(open.iter().map(|range| range.parse().expect("a range")).collect()),
            resolver: Arc::new(names),
        });
        Self {
            client: client.expect("a client"),
            allowed: allowed
                .iter()
                .map(|rule| EgressRule::parse(rule).expect(rule))
                .collect(),
        }
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Incoming, FetchError> {
        self.call(outgoing(url)).await
    }

    pub(crate) async fn call(&self, outgoing: Outgoing) -> Result<Incoming, FetchError> {
        let policy = Policy {
            allowed: &self.allowed,
            depth_max: 3,
            body_bytes_max: 1024 * 1024,
        };
        self.client.fetch(outgoing, &policy).await
    }
}

pub(crate) fn outgoing(url: &str) -> Outgoing {
    Outgoing {
        method: Method::GET,
        url: url.to_owned(),
        headers: HeaderMap::new(),
        body: None,
        redirect: Redirect::Follow,
        depth: 0,
    }
}

/// All of a body.
pub(crate) async fn whole(incoming: &mut Incoming) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(piece) = incoming.body.next().await? {
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// An answer with a body.
pub(crate) fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

pub(crate) fn body(text: &'static str) -> Option<Bytes> {
    Some(Bytes::from_static(text.as_bytes()))
}
