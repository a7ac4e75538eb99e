//! A real server that speaks S3 for one test: `tests/peers/s3_server.py`, stopped when dropped.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::peers;

/// The bucket that it makes.
pub const BUCKET: &str = "tep-dinh-kem";

/// The running server.
#[derive(Debug)]
pub struct S3Server {
    child: Child,
    /// Port on 127.0.0.1, plain HTTP.
    pub port: u16,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl S3Server {
    pub fn start() -> Self {
        let mut child = Command::new(peers::python_program())
            .arg(peers::script("s3_server.py"))
            .arg(BUCKET)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("s3_server.py: {error}"));
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            panic!("s3_server.py: no pipes")
        };
        let mut answers = BufReader::new(answers);
        // An end of file instead of a port means that the script died; its own words are on standard error.
        let mut first = String::new();
        let port = answers.read_line(&mut first).ok().and_then(|_| first.trim().parse().ok());
        let Some(port) = port else { panic!("s3_server.py gave no port but {first:?}") };
        Self { child, port, questions, answers }
    }

    /// What its own client finds in the bucket: keys and sizes; a key with a question mark is an upload that was not finished.
    pub fn held(&mut self) -> BTreeMap<String, u64> {
        self.questions.write_all(b"?\n").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        // Already gone is as good as stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
