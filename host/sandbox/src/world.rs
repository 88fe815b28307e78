//! What a guest may ask of the world: the one seam between sandboxes and the server around them.

use std::pin::Pin;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use rnode_artifact::AppFiles;

pub use crate::contract::{Level, Operation};

/// 32 random bytes, from which a sandbox derives everything random.
pub type Entropy = (u64, u64, u64, u64);

/// How many bytes of a file a guest gets at once.
pub const PAGE_BYTES: usize = 2048;

/// What has come of an operation: a text, and bytes where `wit/world.wit` has some; or why nothing came of it, for the developer.
pub type Outcome = Result<(String, Option<Bytes>), String>;

/// An operation under way. Dropping it gives it up.
pub type Pending = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// An operation as the guest asks for it. Text and bytes as `wit/world.wit` describes them.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is to be done.
    pub operation: Operation,
    /// With what.
    pub text: String,
    /// And with which bytes.
    pub bytes: Option<Vec<u8>>,
}

/// What a sandbox gets from outside. One value serves one request.
pub trait World: Send + Sync {
    /// Takes one line of the app's log. Called while the guest runs, so it must not block; bounding the number and the length of
    /// lines is its business.
    fn log(&self, level: Level, message: &str);

    /// The files of the app; none unless it has some.
    fn files(&self) -> Option<&AppFiles> {
        None
    }

    /// What is in a file from `offset` on, with zeros behind its end.
    fn read(&self, file: u32, offset: u64) -> [u8; PAGE_BYTES] {
        let mut page = [0; PAGE_BYTES];
        let content = self
            .files()
            .and_then(|files| files.get(file))
            .map(|file| &file.content[..]);
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        if let Some(rest) = content.and_then(|content| content.get(start..)) {
            let length = rest.len().min(PAGE_BYTES);
            page[..length].copy_from_slice(&rest[..length]);
        }
        page
    }

    /// Starts an operation. Called while the guest runs, so it must not block.
    fn start(&self, order: Order) -> Pending {
        let refusal = format!("there is nothing here that could do {:?}", order.operation);
        Box::pin(std::future::ready(Err(refusal)))
    }

    /// Microseconds since 1970. The guest sees the value of the moment it was last called.
    fn now_micros(&self) -> u64 {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
    }

    /// Fresh random bytes, different for every call.
    fn entropy(&self) -> Entropy {
        random_entropy()
    }
}

/// Random bytes of this thread's cryptographic generator, which the system's generator seeds.
fn random_entropy() -> Entropy {
    rand::random()
}
