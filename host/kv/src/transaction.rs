//! Writes within one transaction: each either happens or says why not, and leaves nothing half done.

use redb::{Error, ReadableTable as _, Table, WriteTransaction};

use crate::entry::{Condition, Put, Usage};
use crate::error::{KvError, Resource};
use crate::limits::{SWEEP_BYTES_MAX, SWEEP_KEYS_MAX};
use crate::options::Quota;
use crate::schema::{APPS, DROPPED, ENTRIES, EXPIRIES, NEVER, Row, SPACES, Space, VALUES, bytes_of, millis};

/// What an app is told of a write, within the trouble that all writes of the transaction share.
pub(crate) type Told<T> = Result<Result<T, KvError>, Error>;

/// The tables, open for writing, at one instant.
pub(crate) struct Tables<'txn> {
    apps: Table<'txn, &'static str, u64>,
    spaces: Table<'txn, u64, (u64, u64, u64)>,
    entries: Table<'txn, (u64, &'static str), (u64, u64, u64, &'static str)>,
    values: Table<'txn, (u64, u64), &'static [u8]>,
    expiries: Table<'txn, (u64, u64, u64), &'static str>,
    dropped: Table<'txn, u64, ()>,
    /// In milliseconds.
    now: u64,
    /// Whether there is anything to commit.
    pub(crate) is_changed: bool,
}

impl<'txn> Tables<'txn> {
    pub(crate) fn open(transaction: &'txn WriteTransaction, now: u64) -> Result<Self, Error> {
        Ok(Self {
            apps: transaction.open_table(APPS)?,
            spaces: transaction.open_table(SPACES)?,
            entries: transaction.open_table(ENTRIES)?,
            values: transaction.open_table(VALUES)?,
            expiries: transaction.open_table(EXPIRIES)?,
            dropped: transaction.open_table(DROPPED)?,
            now,
            is_changed: false,
        })
    }

    /// Puts a value, and tells its version.
    pub(crate) fn put(&mut self, app: &str, quota: Quota, key: &str, value: &[u8], put: &Put) -> Told<u64> {
        let (id, mut space) = self.space(app)?;
        let old = self.row(id, key)?;
        if let Err(conflict) = self.check(put.condition, old) {
            return Ok(Err(conflict));
        }
        let metadata = put.metadata.as_deref().unwrap_or_default();
        let bytes = bytes_of(key, value.len() as u64, metadata);
        let mut usage = old.map_or(space.usage, |old| space.usage.without(old.bytes));
        usage.keys += 1;
        usage.bytes += bytes;
        if let Some(refused) = refused(quota, space.usage, usage) {
            return Ok(Err(refused));
        }

        self.is_changed = true;
        if let Some(old) = old {
            self.forget(id, old)?;
        }
        space.usage = usage;
        space.version += 1;
        let expires = put.expires_at.map_or(NEVER, millis);
        self.entries
            .insert((id, key), (space.version, expires, value.len() as u64, metadata))?;
        self.values.insert((id, space.version), value)?;
        if expires != NEVER {
            self.expiries.insert((expires, id, space.version), key)?;
        }
        self.spaces.insert(id, space.to_row())?;
        Ok(Ok(space.version))
    }

    /// Deletes a key, and tells how many were there.
    pub(crate) fn delete(&mut self, app: &str, key: &str, condition: Condition) -> Told<u64> {
        let (id, mut space) = self.space(app)?;
        let old = self.row(id, key)?;
        if let Err(conflict) = self.check(condition, old) {
            return Ok(Err(conflict));
        }
        let Some(old) = old else { return Ok(Ok(0)) };
        self.remove(id, key, old)?;
        space.usage = space.usage.without(old.bytes);
        self.spaces.insert(id, space.to_row())?;
        Ok(Ok(u64::from(old.is_live(self.now))))
    }

    /// Gives the app an empty space, and tells how many keys it had. Its versions go on where they were, so that none comes twice.
    pub(crate) fn remove_all(&mut self, app: &str) -> Told<u64> {
        let (id, space) = self.space(app)?;
        if space.usage == Usage::default() {
            return Ok(Ok(0));
        }
        self.is_changed = true;
        self.spaces.remove(id)?;
        self.dropped.insert(id, ())?;
        let usage = Usage::default();
        self.add_space(app, Space { usage, ..space })?;
        Ok(Ok(space.usage.keys))
    }

    /// Removes some of what has expired and of what no app has any more, and tells how many keys.
    pub(crate) fn sweep(&mut self) -> Result<usize, Error> {
        let mut left = Left {
            keys: SWEEP_KEYS_MAX,
            bytes: SWEEP_BYTES_MAX,
        };
        self.sweep_expired(&mut left)?;
        self.sweep_dropped(&mut left)?;
        Ok(SWEEP_KEYS_MAX - left.keys)
    }

    fn sweep_expired(&mut self, left: &mut Left) -> Result<(), Error> {
        let mut expired = Vec::new();
        for item in self.expiries.range(..=(self.now, u64::MAX, u64::MAX))?.take(left.keys) {
            let (at, key) = item?;
            let (_, id, _) = at.value();
            expired.push((id, key.value().to_owned()));
        }
        for (id, key) in &expired {
            if left.is_used_up() {
                break;
            }
            let Some(row) = self.row(*id, key)? else {
                return Err(Error::Corrupted(String::from("an index names a key that is not there")));
            };
            self.remove(*id, key, row)?;
            left.take(row);
            let space = self.spaces.get(*id)?.map(|space| Space::from_row(space.value()));
            // One that was dropped is counted no more.
            if let Some(mut space) = space {
                space.usage = space.usage.without(row.bytes);
                self.spaces.insert(*id, space.to_row())?;
            }
        }
        Ok(())
    }

    fn sweep_dropped(&mut self, left: &mut Left) -> Result<(), Error> {
        let Some(id) = self.dropped.first()?.map(|(id, _)| id.value()) else {
            return Ok(());
        };
        let mut keys = Vec::new();
        for item in self.entries.range((id, "")..)? {
            if left.is_used_up() {
                break;
            }
            let (at, row) = item?;
            let (owner, key) = at.value();
            if owner != id {
                break;
            }
            let row = Row::new(key, row.value());
            left.take(row);
            keys.push((key.to_owned(), row));
        }
        for (key, row) in &keys {
            self.remove(id, key, *row)?;
        }
        if !left.is_used_up() {
            self.is_changed = true;
            self.dropped.remove(id)?;
        }
        Ok(())
    }

    /// The space of an app; a new one when it has none.
    fn space(&mut self, app: &str) -> Result<(u64, Space), Error> {
        let known = self.apps.get(app)?.map(|id| id.value());
        let Some(id) = known else {
            return Ok((self.add_space(app, Space::default())?, Space::default()));
        };
        match self.spaces.get(id)? {
            Some(row) => Ok((id, Space::from_row(row.value()))),
            None => Err(Error::Corrupted(String::from("an app has a space that is not there"))),
        }
    }

    /// Gives the app a space under a number that nothing hangs on.
    fn add_space(&mut self, app: &str, space: Space) -> Result<u64, Error> {
        let used = self.spaces.last()?.map_or(0, |(id, _)| id.value());
        let dropped = self.dropped.last()?.map_or(0, |(id, _)| id.value());
        let id = used.max(dropped) + 1;
        self.apps.insert(app, id)?;
        self.spaces.insert(id, space.to_row())?;
        Ok(id)
    }

    /// What stands under a key, to be seen or not.
    fn row(&self, id: u64, key: &str) -> Result<Option<Row>, Error> {
        Ok(self.entries.get((id, key))?.map(|row| Row::new(key, row.value())))
    }

    fn check(&self, condition: Condition, row: Option<Row>) -> Result<(), KvError> {
        let version = row.filter(|row| row.is_live(self.now)).map(|row| row.version);
        if condition.holds(version) {
            Ok(())
        } else {
            Err(KvError::Conflict { version })
        }
    }

    fn remove(&mut self, id: u64, key: &str, row: Row) -> Result<(), Error> {
        self.entries.remove((id, key))?;
        self.forget(id, row)
    }

    /// Removes what hangs on the version of a row.
    fn forget(&mut self, id: u64, row: Row) -> Result<(), Error> {
        self.is_changed = true;
        self.values.remove((id, row.version))?;
        if row.expires != NEVER {
            self.expiries.remove((row.expires, id, row.version))?;
        }
        Ok(())
    }
}

/// How much a sweep may still remove.
struct Left {
    keys: usize,
    bytes: u64,
}

impl Left {
    fn take(&mut self, row: Row) {
        self.keys -= 1;
        self.bytes = self.bytes.saturating_sub(row.bytes);
    }

    fn is_used_up(&self) -> bool {
        self.keys == 0 || self.bytes == 0
    }
}

/// Why an app may not go from one usage to the other. One that is over its quota, because that was lowered, may still write what is smaller.
fn refused(quota: Quota, before: Usage, after: Usage) -> Option<KvError> {
    let is_over = |before: u64, after: u64, max: u64| after > max && after > before;
    if is_over(before.keys, after.keys, quota.keys) {
        return Some(KvError::QuotaExceeded {
            resource: Resource::Keys,
            max: quota.keys,
        });
    }
    is_over(before.bytes, after.bytes, quota.bytes).then_some(KvError::QuotaExceeded {
        resource: Resource::Bytes,
        max: quota.bytes,
    })
}
