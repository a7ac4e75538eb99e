//! Deadlines and lunar dates as others ask for them: the command line, independent oracles, the public page.
//!
//! The sums themselves are tested beside `law`; here a program is asked, as an office's script would.

use std::io::Write;
use std::process::{Command, Output, Stdio};

mod command_line;
mod oracle;
mod page;

/// The program with these arguments and this standard input, without any setting or database of its own.
fn run(arguments: &[&str], input: &str) -> Output {
    let empty = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_doithoai"))
        .args(arguments)
        .current_dir(empty.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // Written beside the reading: long answers would block the program, and it our writing.
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "{arguments:?} left files behind");
    output
}

/// What it printed, without the last line end. Stops the test when it failed.
fn answer(arguments: &[&str], input: &str) -> String {
    let output = run(arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end_matches('\n').to_owned()
}

/// The one sentence with which it refused.
fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments, "");
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?} was answered");
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(words.lines().count(), 1, "{words}");
    words.trim_end().trim_start_matches("doithoai: ").to_owned()
}
