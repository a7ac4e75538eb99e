//! Foreign programs that read what we write: Python and Node scripts of `tests/peers`, run with the pinned packages
//! that `tests/run` installs. Knows no product code; servers that keep running are in `smtp.rs` and `postgres.rs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The folder of pinned tools: `TEST_TOOLS`, or the one that `tests/run prepare` makes in `target`.
pub fn tools() -> PathBuf {
    std::env::var_os("TEST_TOOLS").map_or_else(|| root().join("target/test-tools"), PathBuf::from)
}

/// The Python that has the packages of `tests/peers/requirements.txt`. Panics with the remedy when it was not made yet.
pub fn python_program() -> PathBuf {
    let python = tools().join("venv/bin/python");
    assert!(python.exists(), "the Python peers are missing: run `tests/run prepare` once");
    python
}

/// A script of `tests/peers`.
pub fn script(name: &str) -> PathBuf {
    root().join("tests/peers").join(name)
}

/// Runs a Python script of `tests/peers` and returns the one JSON value it prints. Panics with its own words when it fails.
pub fn python(name: &str, arguments: &[&Path]) -> Value {
    answer_of(Command::new(python_program()).arg(script(name)).args(arguments))
}

/// Runs a Node script of `tests/peers` and returns the one JSON value it prints. Panics with its own words when it fails.
pub fn node(name: &str, arguments: &[&Path]) -> Value {
    answer_of(Command::new("node").arg(script(name)).args(arguments).env("TEST_TOOLS", tools()))
}

fn answer_of(command: &mut Command) -> Value {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} refused: {words}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{command:?} printed no JSON: {error}; {words}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_readers_answer_in_json() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("one.ics");
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//test//test//VI",
            "BEGIN:VEVENT",
            "UID:1@sonla.invalid",
            "DTSTAMP:20250303T010000Z",
            "DTSTART:20250415T010000Z",
            "SUMMARY:Đối thoại",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        std::fs::write(&file, lines.join("\r\n")).unwrap();
        for answer in [python("read_ics.py", &[&file]), node("read_ics.mjs", &[&file])] {
            assert!(answer.to_string().contains("Đối thoại"), "{answer}");
        }
    }
}
