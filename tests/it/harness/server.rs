//! A running server, which ends with the test.

use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use tempfile::TempDir;

use super::lines::Lines;
use super::{Answer, Connection, Ended, Request, cli, rnode_wasm, scratch};

/// Ways of metering for which the runtime is compiled by now. Until it is, servers start one after the other, so that not
/// each of them compiles it.
static COMPILED: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

/// A server process.
pub(crate) struct Server {
    child: Child,
    /// Where apps answer.
    pub(crate) address: SocketAddr,
    /// Where the admin API answers.
    pub(crate) admin: Option<SocketAddr>,
    data: PathBuf,
    /// What it prints on standard output.
    pub(crate) output: Lines,
    /// What it logs.
    pub(crate) log: Lines,
    _own_data: Option<TempDir>,
}

impl Server {
    /// A server for deployed apps, with an empty data directory.
    #[track_caller]
    pub(crate) fn apps(flags: &[&str]) -> Self {
        let own_data = TempDir::new_in(scratch()).expect("a folder can be made");
        let mut server = Self::apps_of(own_data.path(), flags);
        server._own_data = Some(own_data);
        server
    }

    /// A server for the apps of a data directory.
    #[track_caller]
    pub(crate) fn apps_of(data: &Path, flags: &[&str]) -> Self {
        let fixed = ["serve", "--admin", "127.0.0.1:0", "--data"].map(OsStr::new);
        let arguments = fixed
            .into_iter()
            .chain([data.as_os_str()])
            .chain(flags.iter().map(OsStr::new));
        let mut server = Self::start(&arguments.collect::<Vec<_>>());
        data.clone_into(&mut server.data);
        server
    }

    /// A server for one app, on every host.
    #[track_caller]
    pub(crate) fn single(entry: &Path, flags: &[&str]) -> Self {
        Self::of_one_app("serve", entry, flags)
    }

    /// `rnode-wasm dev`.
    #[track_caller]
    pub(crate) fn dev(entry: &Path, flags: &[&str]) -> Self {
        Self::of_one_app("dev", entry, flags)
    }

    #[track_caller]
    fn of_one_app(command: &str, entry: &Path, flags: &[&str]) -> Self {
        let fixed = [OsStr::new(command), entry.as_os_str()];
        let arguments: Vec<_> = fixed.into_iter().chain(flags.iter().map(OsStr::new)).collect();
        Self::start(&arguments)
    }

    #[track_caller]
    fn start(arguments: &[&OsStr]) -> Self {
        let metering = if arguments.contains(&OsStr::new("fuel")) {
            "fuel"
        } else {
            "epoch"
        };
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        if compiled.contains(&metering) {
            drop(compiled);
            return Self::start_now(arguments);
        }
        let server = Self::start_now(arguments);
        compiled.push(metering);
        server
    }

    #[track_caller]
    fn start_now(arguments: &[&OsStr]) -> Self {
        let mut program = cli::program();
        program.args(arguments).args(["--listen", "127.0.0.1:0", "--json"]);
        if !arguments.contains(&OsStr::new("--log")) {
            program.args(["--log", "json"]);
        }
        let mut child = program
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = Lines::of(child.stdout.take().expect("standard output is a pipe"));
        let log = Lines::of(child.stderr.take().expect("standard error is a pipe"));
        let unset = SocketAddr::from(([127, 0, 0, 1], 0));
        // Made before it is known to be ready, so that it ends when it never is.
        let mut server = Self {
            child,
            address: unset,
            admin: None,
            data: PathBuf::new(),
            output,
            log,
            _own_data: None,
        };
        let ready = server.output.wait("being ready", |line| line["event"] == "ready");
        let address = |name: &str| ready[name].as_str().and_then(|address| address.parse().ok());
        server.address = address("listen").expect("the line names the address");
        server.admin = address("admin");
        server
    }

    /// Sends a request over a connection of its own.
    #[track_caller]
    pub(crate) fn send(&self, request: &Request) -> Answer {
        Connection::open(self.address).send(request)
    }

    /// Deploys an app from the command line, and gives back what it printed.
    #[track_caller]
    pub(crate) fn deploy(&self, entry: &Path, name: &str, flags: &[&str]) -> Value {
        self.try_deploy(entry, name, flags).success()
    }

    /// The same, where it may fail.
    pub(crate) fn try_deploy(&self, entry: &Path, name: &str, flags: &[&str]) -> Ended {
        let fixed = [
            OsStr::new("deploy"),
            entry.as_os_str(),
            OsStr::new("--name"),
            OsStr::new(name),
            OsStr::new("--json"),
        ];
        rnode_wasm(
            fixed
                .into_iter()
                .map(OsStr::to_owned)
                .chain(self.remote())
                .chain(flags.iter().map(OsString::from)),
        )
    }

    /// Calls a command about deployed apps.
    pub(crate) fn call(&self, arguments: &[&str]) -> Ended {
        rnode_wasm(
            arguments
                .iter()
                .map(OsString::from)
                .chain(self.remote())
                .chain([OsString::from("--json")]),
        )
    }

    /// The arguments that lead a command to this server.
    pub(crate) fn remote(&self) -> Vec<OsString> {
        let admin = self.admin.expect("this server has an admin API");
        vec![
            "--server".into(),
            format!("http://{admin}").into(),
            "--data".into(),
            self.data.clone().into(),
        ]
    }

    /// The token of the admin API, as its file has it.
    pub(crate) fn token(&self) -> String {
        let token = std::fs::read_to_string(self.token_file()).expect("the token can be read");
        token.trim().to_owned()
    }

    pub(crate) fn token_file(&self) -> PathBuf {
        self.data.join("admin-token")
    }

    /// Waits for the log line of the request for `target`.
    #[track_caller]
    pub(crate) fn request_line(&self, target: &str) -> Value {
        self.log
            .wait(target, |line| line["type"] == "request" && line["target"] == target)
    }

    /// Waits for the log line of the n-th request, from 0, in the order in which they ended.
    #[track_caller]
    pub(crate) fn nth_request_line(&self, index: usize) -> Value {
        self.log
            .wait_nth(index, "the request", |line| line["type"] == "request")
    }

    /// Waits until an app has logged `message`.
    #[track_caller]
    pub(crate) fn app_line(&self, message: &str) -> Value {
        self.log
            .wait(message, |line| line["type"] == "app" && line["message"] == message)
    }

    /// Asks it to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        let status = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(status.expect("kill can be called").success(), "the process is there");
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.log.wait_end();
        self.child.wait().expect("the process can be waited for")
    }

    /// Ends it at once, as `kill -9` does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process can be waited for");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A process that has ended is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
