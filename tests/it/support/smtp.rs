//! A real SMTP server for one test: `tests/peers/smtp_sink.py`, stopped when dropped. Waits are on arriving lines, never
//! on time passing. What a message should say is for the tests.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::peers;

/// How long a wait may last before the test fails; a green run never comes near it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sender that the sink never refuses; its message marks "all before this has been seen".
const MARKER: &str = "marker@sink.invalid";

/// One message as the server got it, headers decoded; or one attempt that was refused on request.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    /// SMTP answer code when the attempt was refused; then only `from` and `to` are filled.
    pub refused: Option<u16>,
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    pub subject: String,
    /// Plain text body with LF line ends; empty when there is none.
    pub text: String,
    /// Lower-case name to all its values in order.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Every part that is not a container: `type`, `method`, `name`, `size` in bytes, `text`.
    pub parts: Vec<Value>,
}

impl Mail {
    /// First value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|values| values.first()).map(String::as_str)
    }
}

/// The running server.
#[derive(Debug)]
pub struct SmtpSink {
    child: Child,
    /// Port on 127.0.0.1, plain SMTP without authentication.
    pub port: u16,
    lines: UnboundedReceiver<String>,
}

impl SmtpSink {
    /// Takes every message.
    pub fn start() -> Self {
        Self::run(&[])
    }

    /// Answers the first `first` messages with `answer` (451 or 550), then takes the rest.
    pub fn refusing(answer: u16, first: u32) -> Self {
        Self::run(&["--answer", &answer.to_string(), "--first", &first.to_string()])
    }

    fn run(options: &[&str]) -> Self {
        let mut child = Command::new(peers::python_program())
            .arg(peers::script("smtp_sink.py"))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("smtp_sink.py: {error}"));
        let Some(output) = child.stdout.take() else { panic!("smtp_sink.py has no output") };
        let mut output = BufReader::new(output);
        // An end of file instead of a port means that the script died; its own words are on standard error.
        let mut first = String::new();
        let port = output.read_line(&mut first).ok().and_then(|_| first.trim().parse().ok());
        let Some(port) = port else { panic!("smtp_sink.py gave no port but {first:?}") };
        let (sender, lines) = unbounded_channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, port, lines }
    }

    /// The next message or refused attempt. Panics when none comes.
    pub async fn next(&mut self) -> Mail {
        match tokio::time::timeout(PATIENCE, self.lines.recv()).await {
            Ok(Some(line)) => mail_of(&line),
            Ok(None) => panic!("the SMTP server has stopped"),
            Err(_) => panic!("no mail within {PATIENCE:?}"),
        }
    }

    /// Everything that has arrived by now and was not read yet: for asserting that nothing more was sent.
    pub async fn rest(&mut self) -> Vec<Mail> {
        let port = self.port;
        let sent = tokio::task::spawn_blocking(move || deliver(port, MARKER, MARKER, "Subject: marker\r\n\r\n")).await;
        match sent {
            Ok(Ok(answer)) if answer.starts_with("250") => {}
            other => panic!("the marker was not taken: {other:?}"),
        }
        let mut seen = Vec::new();
        loop {
            match self.next().await {
                mail if mail.from == MARKER => return seen,
                mail => seen.push(mail),
            }
        }
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        // Already gone is as good as stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn mail_of(line: &str) -> Mail {
    let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let texts =
        |list: &Value| list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
    let headers = value["headers"].as_object().into_iter().flatten();
    Mail {
        refused: value["refused"].as_u64().and_then(|code| u16::try_from(code).ok()),
        from: text("from"),
        to: texts(&value["to"]),
        subject: text("subject"),
        text: text("text"),
        headers: headers.map(|(name, values)| (name.clone(), texts(values))).collect(),
        parts: value["parts"].as_array().cloned().unwrap_or_default(),
    }
}

/// Hands over one message by hand (RFC 5321) and returns the server's answer to its content.
fn deliver(port: u16, from: &str, to: &str, content: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut answer = read_answer(&mut reader)?;
    for command in ["HELO test.invalid", &format!("MAIL FROM:<{from}>"), &format!("RCPT TO:<{to}>"), "DATA"] {
        stream.write_all(format!("{command}\r\n").as_bytes())?;
        answer = read_answer(&mut reader)?;
    }
    if answer.starts_with("354") {
        stream.write_all(format!("{content}\r\n.\r\n").as_bytes())?;
        answer = read_answer(&mut reader)?;
        stream.write_all(b"QUIT\r\n")?;
        reader.read_to_string(&mut String::new())?;
    }
    Ok(answer)
}

/// The last line of an answer: `250-` goes on, `250 ` ends.
fn read_answer(reader: &mut impl BufRead) -> std::io::Result<String> {
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.as_bytes().get(3) != Some(&b'-') {
            return Ok(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "From: van-phong@sonla.invalid\r\nTo: hoi@sonla.invalid\r\n\
        Subject: =?utf-8?B?xJDhu5FpIHRob+G6oWk=?=\r\nAuto-Submitted: auto-generated\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nTeG7nWkgaOG7jXA=";

    #[tokio::test]
    async fn a_letter_arrives_decoded_and_nothing_else() {
        let mut sink = SmtpSink::start();
        let answer = deliver(sink.port, "van-phong@sonla.invalid", "hoi@sonla.invalid", LETTER).unwrap();
        assert!(answer.starts_with("250"), "{answer}");
        let mail = sink.next().await;
        assert_eq!(mail.refused, None);
        assert_eq!(mail.from, "van-phong@sonla.invalid");
        assert_eq!(mail.to, ["hoi@sonla.invalid"]);
        assert_eq!(mail.subject, "Đối thoại");
        assert_eq!(mail.text.trim_end(), "Mời họp");
        assert_eq!(mail.header("auto-submitted"), Some("auto-generated"));
        assert_eq!(mail.parts.len(), 1);
        assert!(sink.rest().await.is_empty());
    }

    #[tokio::test]
    async fn the_first_attempts_are_refused_as_asked() {
        let mut sink = SmtpSink::refusing(550, 1);
        let send = |sink: &SmtpSink| deliver(sink.port, "a@b.invalid", "c@d.invalid", LETTER).unwrap();
        assert!(send(&sink).starts_with("550"));
        assert!(send(&sink).starts_with("250"));
        let seen = sink.rest().await;
        assert_eq!(seen.iter().map(|mail| mail.refused).collect::<Vec<_>>(), [Some(550), None]);
        assert_eq!(seen[0].to, ["c@d.invalid"]);
    }
}
