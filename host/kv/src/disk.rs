//! The file: how it is opened, and what its troubles are called.

use std::fs::{File, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use redb::{Builder, Database, Error, ReadableDatabase as _};

use crate::error::KvError;
use crate::options::Options;
use crate::schema::{APPS, DROPPED, ENTRIES, EXPIRIES, SPACES, TABLES, VALUES, millis};

/// The file, open. After a trouble with the disk it can be opened again.
pub(crate) struct Disk {
    path: PathBuf,
    options: Options,
    /// Nothing while it could not be opened again.
    database: RwLock<Option<Database>>,
}

impl Disk {
    pub(crate) fn open(path: &Path, options: Options) -> Result<Self, KvError> {
        let disk = Self {
            path: path.to_owned(),
            options,
            database: RwLock::new(None),
        };
        create(path).map_err(|error| disk.name(Error::Io(error)))?;
        disk.reopen()?;
        Ok(disk)
    }

    /// Opens the file, anew if it was open: redb refuses a database on which an operation of the disk has failed.
    pub(crate) fn reopen(&self) -> Result<(), KvError> {
        let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
        // The lock on the file goes with it.
        *database = None;
        let opened = self.caught(|| {
            let opened = Builder::new()
                .set_cache_size(self.options.cache_bytes)
                .set_check_integrity_on_open(self.options.is_checked)
                .create(&self.path)?;
            make_tables(&opened)?;
            Ok(opened)
        })?;
        *database = Some(opened);
        Ok(())
    }

    /// Does something with the database.
    pub(crate) fn with<T>(&self, action: impl FnOnce(&Database) -> Result<T, Error>) -> Result<T, KvError> {
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let Some(database) = database.as_ref() else {
            return Err(self.name(Error::PreviousIo));
        };
        self.caught(|| action(database))
    }

    /// Names the trouble of an action; a file that was tampered with can make redb panic.
    fn caught<T>(&self, action: impl FnOnce() -> Result<T, Error>) -> Result<T, KvError> {
        match catch_unwind(AssertUnwindSafe(action)) {
            Ok(result) => result.map_err(|error| self.name(error)),
            Err(_) => Err(KvError::Damaged {
                path: self.path.clone(),
                reason: String::from("its structure does not hold"),
            }),
        }
    }

    pub(crate) fn now(&self) -> u64 {
        millis(self.options.clock.now())
    }

    fn name(&self, error: Error) -> KvError {
        let path = self.path.clone();
        match error {
            Error::DatabaseAlreadyOpen | Error::LockProtocolMismatch => KvError::InUse { path },
            // How redb says that a file is not its own, or ends before what is in it.
            Error::Io(source) if matches!(source.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
                KvError::Damaged {
                    path,
                    reason: source.to_string(),
                }
            }
            Error::Io(source) => KvError::Io {
                path,
                source: Arc::new(source),
            },
            Error::PreviousIo => KvError::Io {
                path,
                source: Arc::new(io::Error::other("an earlier operation of the disk has failed")),
            },
            Error::DatabaseClosed => KvError::Closed,
            other => KvError::Damaged {
                path,
                reason: other.to_string(),
            },
        }
    }
}

/// Makes the tables that are not there, so that whoever reads finds them all.
fn make_tables(database: &Database) -> Result<(), Error> {
    if database.begin_read()?.list_tables()?.count() == TABLES {
        return Ok(());
    }
    let transaction = database.begin_write()?;
    transaction.open_table(APPS)?;
    transaction.open_table(SPACES)?;
    transaction.open_table(ENTRIES)?;
    transaction.open_table(VALUES)?;
    transaction.open_table(EXPIRIES)?;
    transaction.open_table(DROPPED)?;
    transaction.commit()?;
    Ok(())
}

/// Makes an empty file, which only its owner can read, unless there is one.
fn create(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => {
            let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            // So that its name, too, is there after a loss of power.
            File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
