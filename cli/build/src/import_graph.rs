//! Which module imports which, to say how an app comes by a package it never named.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::project::package_of;

/// Names of modules, as in source maps, with the names of those that import them. Filled while the
/// bundler reads, by several threads.
#[derive(Debug, Default)]
pub(crate) struct ImportGraph {
    importers: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl ImportGraph {
    /// Notes that the module `importer` imports each of `modules`.
    pub(crate) fn record(&self, importer: &str, modules: impl Iterator<Item = String>) {
        let mut importers = self.lock();
        for module in modules {
            importers.entry(module).or_default().insert(String::from(importer));
        }
    }

    /// The packages on the shortest way from the app's own modules to `module`, the nearest to the
    /// app first; its own package is the last.
    pub(crate) fn packages_to(&self, module: &str) -> Vec<String> {
        let importers = self.lock();
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([module]);
        // Each module enters the queue once.
        while let Some(current) = queue.pop_front() {
            if package_of(current).is_none() {
                return packages_along(current, &came_from);
            }
            for importer in importers.get(current).into_iter().flatten() {
                if importer != module && !came_from.contains_key(importer.as_str()) {
                    came_from.insert(importer, current);
                    queue.push_back(importer);
                }
            }
        }
        package_of(module).map(String::from).into_iter().collect()
    }

    /// A thread that panicked here left whole entries, so its lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, BTreeSet<String>>> {
        self.importers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The packages of the modules from `start` on, each of which leads to the next; modules of one
/// package in a row count once.
fn packages_along(start: &str, leads_to: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut packages: Vec<String> = Vec::new();
    let mut module = start;
    loop {
        if let Some(package) = package_of(module)
            && packages.last().is_none_or(|last| last != package)
        {
            packages.push(String::from(package));
        }
        match leads_to.get(module) {
            Some(next) => module = next,
            None => return packages,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The way shown is the shortest one, and circles among modules do not matter.
    #[test]
    fn ways() {
        let graph = ImportGraph::default();
        let edges = [
            ("app.js", "node_modules/a/index.js"),
            ("app.js", "node_modules/z/index.js"),
            ("node_modules/a/index.js", "node_modules/a/lib.js"),
            ("node_modules/a/lib.js", "node_modules/b/index.js"),
            ("node_modules/b/index.js", "node_modules/c/index.js"),
            ("node_modules/c/index.js", "node_modules/b/index.js"),
            ("node_modules/z/index.js", "node_modules/c/index.js"),
        ];
        for (importer, imported) in edges {
            graph.record(importer, [String::from(imported)].into_iter());
        }
        let cases: [(&str, &[&str]); 5] = [
            ("node_modules/a/lib.js", &["a"]),
            ("node_modules/b/index.js", &["a", "b"]),
            ("node_modules/c/index.js", &["z", "c"]),
            ("node_modules/orphan/index.js", &["orphan"]),
            ("app.js", &[]),
        ];
        for (module, expected) in cases {
            assert_eq!(graph.packages_to(module), expected, "{module}");
        }
    }
}
