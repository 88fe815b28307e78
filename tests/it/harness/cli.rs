//! The program as a person calls it.

use std::ffi::OsStr;
use std::process::Command;

use serde_json::Value;

use super::scratch;

/// How a call of the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program, ready for arguments. It sees nothing of this user's data, and compiles into a cache that all tests share.
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rnode-wasm"));
    program
        .env_remove("RNODE_WASM_TOKEN")
        .env("RNODE_WASM_DATA", scratch().join("no-data"))
        .env("RNODE_WASM_CACHE", scratch().join("cache"));
    program
}

/// Calls the program and waits for its end.
pub(crate) fn rnode_wasm<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ended {
    let output = program().args(arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    Ended {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl Ended {
    /// The object it printed, and nothing else on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        match serde_json::from_str(&self.stdout) {
            Ok(value) => value,
            Err(error) => panic!("standard output is not one JSON value: {error}\n{self:#?}"),
        }
    }

    /// The object it printed when all went well.
    #[track_caller]
    pub(crate) fn success(&self) -> Value {
        assert_eq!(self.code, 0, "{self:#?}");
        self.json()
    }
}
