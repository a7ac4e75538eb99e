//! A real IMAP server for one test: `tests/peers/imap_server.py`, stopped when dropped.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::peers;

/// Who reads the mailbox, and the folder beside the inbox.
pub const USER: &str = "lich";
pub const PASSWORD: &str = "mat-khau-thu";
pub const FOLDER: &str = "Da doc";

/// The running server with one mailbox.
pub struct ImapServer {
    child: Child,
    wishes: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    pub port: u16,
    /// File of the certificate that it shows.
    pub ca: String,
}

impl ImapServer {
    pub fn start() -> Self {
        let mut child = Command::new(peers::python_program())
            .arg(peers::script("imap_server.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (wishes, answers) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut server = Self { child, wishes, answers, port: 0, ca: String::new() };
        let begun = server.answer();
        server.port = u16::try_from(begun["port"].as_u64().unwrap()).unwrap();
        server.ca = begun["ca"].as_str().unwrap().to_owned();
        server
    }

    /// Lays a mail into the inbox.
    pub fn append(&mut self, mail: &[u8]) {
        assert_eq!(self.wish(&json!({ "append": data_encoding::BASE64.encode(mail) })), "OK");
    }

    /// How many mails lie in the inbox, how many of them were seen, and how many lie in the other folder.
    pub fn state(&mut self) -> (usize, usize, usize) {
        let state = self.wish(&json!({ "state": true }));
        let inbox = state["INBOX"].as_array().unwrap();
        let seen = inbox.iter().filter(|flags| flags.as_array().unwrap().iter().any(|flag| flag == "\\Seen")).count();
        (inbox.len(), seen, state[FOLDER].as_array().unwrap().len())
    }

    fn wish(&mut self, wish: &Value) -> Value {
        writeln!(self.wishes.as_mut().unwrap(), "{wish}").unwrap();
        self.answer()
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("imap_server.py said {line:?}: {error}"))
    }
}

impl Drop for ImapServer {
    fn drop(&mut self) {
        // The end of its input is the sign to stop Dovecot and to clean up.
        drop(self.wishes.take());
        let _ = self.child.wait();
    }
}
