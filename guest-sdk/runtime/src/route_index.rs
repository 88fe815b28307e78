//! The indexes of routers: which layers a path may match, found by its leading segments.
//!
//! An index may name layers that do not match, never omits one that does: ASCII case is ignored and slashes at the end are left out.

use std::cell::RefCell;
use std::collections::HashMap;

use javy::quickjs::prelude::Func;
use javy::quickjs::{Object, Result};

/// What stands for a segment that can be anything.
const ANY_SEGMENT: &str = "\0";

thread_local! {
    /// Indexes by number. An app makes one for each of its routers, and another when it adds to a router later.
    static INDEXES: RefCell<Vec<Node>> = const { RefCell::new(Vec::new()) };
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("indexRoutes", Func::from(index_routes))?;
    runtime.set("candidates", Func::from(candidates))?;
    Ok(())
}

/// A segment of the tree.
#[derive(Default)]
struct Node {
    /// Layers that match here and may go on.
    through: Vec<u32>,
    /// Layers that match only when the path ends here.
    ends: Vec<u32>,
    literals: HashMap<Box<str>, Node>,
    any: Option<Box<Node>>,
}

/// `runtime.indexRoutes(entries)`: a new index, and its number. Entries are `position LF place LF segment/segment`, LF between two of
/// them; the place is `e` for layers that match where the segments end, `t` for those that may go on.
fn index_routes(entries: String) -> usize {
    let mut root = Node::default();
    let mut parts = entries.split('\n');
    while let (Some(position), Some(place), Some(path)) = (parts.next(), parts.next(), parts.next()) {
        let mut node = &mut root;
        for segment in path.split('/').filter(|_| !path.is_empty()) {
            node = node.child(segment);
        }
        let list = if place == "e" { &mut node.ends } else { &mut node.through };
        list.extend(position.parse::<u32>());
    }
    INDEXES.with_borrow_mut(|indexes| {
        indexes.push(root);
        indexes.len() - 1
    })
}

/// `runtime.candidates(number, path)`: the positions of the layers that may match, in order.
fn candidates(number: usize, path: String) -> Vec<u32> {
    let path = path.to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let mut found = Vec::with_capacity(8);
    INDEXES.with_borrow(|indexes| match indexes.get(number) {
        Some(root) if path.is_empty() => root.collect(None, &mut found),
        Some(root) if path.starts_with('/') => root.collect(Some(&path[1..]), &mut found),
        Some(root) => found.extend(&root.through),
        None => {}
    });
    found.sort_unstable();
    found.dedup();
    found
}

impl Node {
    fn child(&mut self, segment: &str) -> &mut Self {
        if segment == ANY_SEGMENT {
            self.any.get_or_insert_default()
        } else {
            self.literals.entry(segment.into()).or_default()
        }
    }

    /// Adds the layers of the nodes that the rest of a path leads through. The tree is as deep as the longest route.
    fn collect(&self, rest: Option<&str>, found: &mut Vec<u32>) {
        found.extend(&self.through);
        let Some(rest) = rest else {
            found.extend(&self.ends);
            return;
        };
        let (segment, rest) = match rest.split_once('/') {
            Some((segment, rest)) => (segment, Some(rest)),
            None => (rest, None),
        };
        if let Some(node) = self.literals.get(segment) {
            node.collect(rest, found);
        }
        if let Some(node) = &self.any {
            node.collect(rest, found);
        }
    }
}
