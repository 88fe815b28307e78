//! Reads: all of one call come from the same snapshot of the file, and no write waits for them.

use bytes::Bytes;
use redb::{Database, Error, ReadTransaction, ReadableDatabase as _};

use crate::entry::{Entry, KeyInfo, Page, Usage};
use crate::limits::LIST_ROWS_MAX;
use crate::schema::{APPS, ENTRIES, Row, SPACES, Space, VALUES, instant};

/// A snapshot of the file, as one app sees it at one instant.
pub(crate) struct Snapshot {
    transaction: ReadTransaction,
    /// The app's space; `None` when it has never written.
    space: Option<u64>,
    /// In milliseconds.
    now: u64,
}

impl Snapshot {
    pub(crate) fn of(database: &Database, app: &str, now: u64) -> Result<Self, Error> {
        let transaction = database.begin_read()?;
        let space = transaction.open_table(APPS)?.get(app)?.map(|id| id.value());
        Ok(Self {
            transaction,
            space,
            now,
        })
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Entry>, Error> {
        let Some(space) = self.space else { return Ok(None) };
        let entries = self.transaction.open_table(ENTRIES)?;
        let Some(found) = entries.get((space, key))? else {
            return Ok(None);
        };
        let row = Row::new(key, found.value());
        if !row.is_live(self.now) {
            return Ok(None);
        }
        let values = self.transaction.open_table(VALUES)?;
        let Some(value) = values.get((space, row.version))? else {
            return Err(Error::Corrupted(String::from("a key has no value")));
        };
        Ok(Some(Entry {
            value: Bytes::copy_from_slice(value.value()),
            metadata: text(found.value().3),
            version: row.version,
            expires_at: instant(row.expires),
        }))
    }

    /// The keys that begin with `prefix` and come after `cursor`.
    pub(crate) fn list(&self, prefix: &str, cursor: Option<&str>, limit: usize) -> Result<Page, Error> {
        let mut keys = Vec::new();
        let Some(space) = self.space else {
            return Ok(Page { keys, cursor: None });
        };
        let entries = self.transaction.open_table(ENTRIES)?;
        let after = cursor.filter(|cursor| *cursor >= prefix);
        let mut last = None;
        for (rows, item) in entries.range((space, after.unwrap_or(prefix))..)?.enumerate() {
            let (at, found) = item?;
            let (owner, key) = at.value();
            if owner != space || !key.starts_with(prefix) {
                break;
            }
            if after == Some(key) {
                continue;
            }
            let row = Row::new(key, found.value());
            if rows > LIST_ROWS_MAX || (keys.len() == limit && row.is_live(self.now)) {
                return Ok(Page { keys, cursor: last });
            }
            last = Some(key.to_owned());
            if row.is_live(self.now) {
                keys.push(KeyInfo {
                    name: key.to_owned(),
                    expires_at: instant(row.expires),
                    metadata: text(found.value().3),
                    version: row.version,
                });
            }
        }
        Ok(Page { keys, cursor: None })
    }

    pub(crate) fn usage(&self) -> Result<Usage, Error> {
        let Some(space) = self.space else {
            return Ok(Usage::default());
        };
        let spaces = self.transaction.open_table(SPACES)?;
        Ok(spaces
            .get(space)?
            .map_or_else(Usage::default, |row| Space::from_row(row.value()).usage))
    }
}

/// Metadata as it is told: an empty text stands for none.
fn text(metadata: &str) -> Option<String> {
    (!metadata.is_empty()).then(|| metadata.to_owned())
}
