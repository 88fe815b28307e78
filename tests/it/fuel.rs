//! Fuel: a request costs the same every time, and no more than it did when `fuel.toml` was written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::expectation::Expectations;
use crate::harness::{AppFolder, Packages, Server, get, install_packages, repository};

/// How far a cost may lie from what is written down, in per cent.
const TOLERANCE_PERCENT: u64 = 5;

/// `tests/it/fuel.toml`.
#[derive(Deserialize)]
struct Costs {
    /// Fuel by example and target.
    fuel: BTreeMap<String, BTreeMap<String, u64>>,
}

fn costs() -> Costs {
    let text = fs::read_to_string(repository().join("tests/it/fuel.toml")).expect("the costs are written down");
    toml::from_str(&text).expect("the costs can be read")
}

/// A server that meters fuel, and how often it was asked.
struct Metered {
    server: Server,
    asked: usize,
}

impl Metered {
    #[track_caller]
    fn start(entry: &Path) -> Self {
        Self {
            server: Server::single(entry, &["--metering", "fuel"]),
            asked: 0,
        }
    }

    /// What a request for `target` costs, which is the same the second time.
    #[track_caller]
    fn cost(&mut self, target: &str) -> u64 {
        let [first, second] = [(); 2].map(|()| {
            let answer = self.server.send(&get(target));
            assert!(answer.status < 500, "{target}: {}", answer.text());
            self.asked += 1;
            self.server.nth_request_line(self.asked - 1)["fuel"]
                .as_u64()
                .expect("the log has the fuel")
        });
        assert_eq!(first, second, "{target}");
        first
    }
}

/// Proves that the same request costs the same fuel, to the unit: twice on one server, and on another after a restart.
#[test]
fn the_same_request_costs_the_same() {
    let app = AppFolder::express(
        "app.get('/', (req, res) => res.json({ work: [3, 1, 2].map((n) => n * 2).sort(), query: req.query }));",
    );
    let [first, second] = [(); 2].map(|()| Metered::start(&app.entry()).cost("/?a=1&b=2"));
    assert_eq!(first, second);
}

/// Proves that no example costs more computing than it did: a change that makes requests dearer has to say so in `fuel.toml`.
#[test]
fn examples_cost_what_is_written_down() {
    let mut faults = Vec::new();
    for (example, targets) in costs().fuel {
        let expectations = Expectations::of(&example);
        let has_packages = expectations.folder().join("package-lock.json").exists();
        if has_packages && install_packages(expectations.folder()) == Packages::Missing {
            continue;
        }
        let mut metered = Metered::start(&expectations.entry());
        for (target, written) in targets {
            let spent = metered.cost(&target);
            if spent.abs_diff(written) * 100 > written * TOLERANCE_PERCENT {
                faults.push(format!("{example} {target}: {spent} fuel, {written} are written down"));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "more than {TOLERANCE_PERCENT} % off; when it is meant, write it down in tests/it/fuel.toml:\n{}",
        faults.join("\n")
    );
}

/// How much more finding a route may cost among 500 routes than among 10, in per cent.
const MANY_ROUTES_PERCENT_MAX: u64 = 20;

/// Proves that a route is found about as cheaply among 500 as among 10, whatever the shape of their paths.
#[test]
fn finding_a_route_costs_the_same_among_many() {
    // A router for each shape: pattern of the routes, and the path that the last of them answers.
    let shapes = [
        ("/api/v1/resourceN", "/api/v1/resourceN"),
        ("/resourceN/:id", "/resourceN/7"),
        ("/users/:user/resourceN", "/users/7/resourceN"),
        ("/:tenant/resourceN", "/acme/resourceN"),
        ("/resourceN{/:id}", "/resourceN"),
    ];
    let [few, many] = [10_usize, 500].map(|count| {
        let routers: String = shapes
            .iter()
            .enumerate()
            .map(|(number, (pattern, _))| {
                format!(
                    "{{ const router = express.Router();
                        for (let at = 0; at < {count}; at += 1) router.get('{pattern}'.replace('N', at), (req, res) => res.send('found'));
                        app.use('/{number}', router); }}\n"
                )
            })
            .collect();
        let mut metered = Metered::start(&AppFolder::express(&routers).entry());
        shapes.iter().enumerate().map(|(number, (_, path))| {
            let path = path.replace('N', &(count - 1).to_string());
            metered.cost(&format!("/{number}{path}"))
        }).collect::<Vec<_>>()
    });
    for ((few, many), (pattern, _)) in few.iter().zip(&many).zip(shapes) {
        assert!(
            *many * 100 <= few * (100 + MANY_ROUTES_PERCENT_MAX),
            "{pattern}: {few} fuel among 10 routes, {many} among 500"
        );
    }
}
