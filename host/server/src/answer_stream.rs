//! An answer that leaves in pieces: from the sandbox through a narrow channel to the client.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use rnode_sandbox::{Departure, Pending};
use tokio::sync::{mpsc, oneshot};

/// Pieces between the sandbox and the connection: one that waits while another is written. A sandbox that has pushed more waits.
const PIECES_MAX: usize = 1;

/// The sandbox's end of a streamed answer. Nothing is made before the first piece or the head.
#[derive(Default)]
pub(crate) struct AnswerStream(OnceLock<Arc<Channel>>);

struct Channel {
    sender: Mutex<Option<mpsc::Sender<Bytes>>>,
    client: Mutex<Option<Pieces>>,
    presence: Mutex<Option<oneshot::Receiver<()>>>,
    is_finished: Arc<AtomicBool>,
    is_abandoned: AtomicBool,
    bytes: AtomicUsize,
}

impl AnswerStream {
    fn channel(&self) -> &Arc<Channel> {
        self.0.get_or_init(|| {
            let (sender, receiver) = mpsc::channel(PIECES_MAX);
            let (is_here, presence) = oneshot::channel();
            let is_finished = Arc::new(AtomicBool::new(false));
            let client = Pieces {
                receiver,
                is_finished: Arc::clone(&is_finished),
                _is_here: is_here,
            };
            Arc::new(Channel {
                sender: Mutex::new(Some(sender)),
                client: Mutex::new(Some(client)),
                presence: Mutex::new(Some(presence)),
                is_finished,
                is_abandoned: AtomicBool::new(false),
                bytes: AtomicUsize::new(0),
            })
        })
    }

    /// Hands over a piece. Resolves when there is room for another one.
    pub(crate) fn push(&self, piece: Bytes) -> Pending {
        let channel = Arc::clone(self.channel());
        let sender = lock(&channel.sender).clone();
        Box::pin(async move {
            let length = piece.len();
            let sent = match sender {
                Some(sender) => sender.send(piece).await.is_ok(),
                None => false,
            };
            if !sent {
                return Err("the client has left".to_owned());
            }
            channel.bytes.fetch_add(length, Ordering::Relaxed);
            Ok((String::new(), None))
        })
    }

    /// The answer is complete.
    pub(crate) fn finish(&self) {
        let channel = self.channel();
        channel.is_finished.store(true, Ordering::Relaxed);
        lock(&channel.sender).take();
    }

    /// Whether it is complete.
    pub(crate) fn is_finished(&self) -> bool {
        self.channel().is_finished.load(Ordering::Relaxed)
    }

    /// Whether the client has left before that.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.channel().is_abandoned.load(Ordering::Relaxed)
    }

    /// How many bytes were handed to the connection.
    pub(crate) fn bytes(&self) -> usize {
        self.channel().bytes.load(Ordering::Relaxed)
    }

    /// The client's end, once.
    pub(crate) fn body(&self) -> AnswerBody {
        match lock(&self.channel().client).take() {
            Some(pieces) => AnswerBody::Pieces(pieces),
            None => AnswerBody::from(Bytes::new()),
        }
    }

    /// Resolves when the connection has done with the answer.
    pub(crate) fn departure(&self) -> impl Future<Output = Departure> + Send + use<> {
        let channel = Arc::clone(self.channel());
        let presence = lock(&channel.presence).take();
        async move {
            match presence {
                // It is never sent, only dropped.
                Some(presence) => drop(presence.await),
                None => std::future::pending().await,
            }
            if channel.is_finished.load(Ordering::Relaxed) {
                return Departure::Served;
            }
            channel.is_abandoned.store(true, Ordering::Relaxed);
            Departure::Left
        }
    }

    /// Ends an answer that will not be complete: the client sees that something is missing, as it was not finished.
    pub(crate) fn break_off(&self) {
        lock(&self.channel().sender).take();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The body of an answer, whole or in pieces.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    /// All of it, until it is taken.
    Whole(Bytes),
    /// Piece by piece.
    Pieces(Pieces),
}

/// The client's end of a streamed answer.
#[derive(Debug)]
pub(crate) struct Pieces {
    receiver: mpsc::Receiver<Bytes>,
    /// Whether the end of the pieces is the end of the answer.
    is_finished: Arc<AtomicBool>,
    /// Dropped with the body.
    _is_here: oneshot::Sender<()>,
}

impl From<Bytes> for AnswerBody {
    fn from(bytes: Bytes) -> Self {
        Self::Whole(bytes)
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Pieces(pieces) => pieces.receiver.poll_recv(context).map(|piece| match piece {
                Some(piece) => Some(Ok(Frame::data(piece))),
                None if pieces.is_finished.load(Ordering::Relaxed) => None,
                None => Some(Err(io::Error::other("the app broke off its answer"))),
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}
