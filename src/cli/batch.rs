//! Many questions at once: one a line in, one answer a line out, in the same order, whatever stands in a line.
//!
//! It knows neither dates nor rules. Neighbours: `deadline` and `lunar` read a line and answer it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::Path;

use serde_json::json;

use crate::cli::Failure;

/// The longest line that is read, in bytes; no question is nearly as long.
const LONGEST: u64 = 1000;
/// Characters of a wrong word that an error repeats.
const REPEATED: usize = 40;

/// Answers every line of `path` (`-` is standard input). A line that cannot be answered gets `error: …` in its place.
///
/// # Errors
/// A file that cannot be read; in the end the number of lines without an answer, if there are any.
pub fn run(path: &Path, json: bool, answer: impl Fn(&str) -> Result<String, Failure>) -> Result<(), Failure> {
    let unreadable = |error: io::Error| format!("{}: {error}", path.display());
    let source: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(path).map_err(unreadable)?) };
    let mut lines = BufReader::new(source);
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut asked, mut failed, mut first) = (0_u64, 0_u64, 0_u64);
    while let Some(line) = next_line(&mut lines).map_err(unreadable)? {
        asked += 1;
        let line = if asked == 1 { line.map(|text| text.trim_start_matches('\u{feff}').to_owned()) } else { line };
        let written = match line.and_then(|text| answer(&text)) {
            Ok(text) => writeln!(out, "{text}"),
            Err(sentence) => {
                failed += 1;
                first = if first == 0 { asked } else { first };
                if json { writeln!(out, "{}", json!({ "error": sentence })) } else { writeln!(out, "error: {sentence}") }
            }
        };
        match written {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            other => other.map_err(|error| error.to_string())?,
        }
    }
    match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.to_string()),
        _ if failed > 0 => Err(format!("{failed} of {asked} lines have no answer, first line {first}")),
        _ => Ok(()),
    }
}

/// The next line without its end; an error in words where it is too long or no text.
fn next_line(lines: &mut impl BufRead) -> io::Result<Option<Result<String, Failure>>> {
    let mut bytes = Vec::new();
    if lines.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == LONGEST && !bytes.ends_with(b"\n") {
        skip_line(lines)?;
        return Ok(Some(Err(format!("the line is longer than {LONGEST} bytes"))));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| "the line is no text in UTF-8".to_owned())))
}

fn skip_line(lines: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = lines.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (used, over) = end.map_or((buffer.len(), buffer.is_empty()), |at| (at + 1, true));
        lines.consume(used);
        if over {
            return Ok(());
        }
    }
}

/// A wrong word as errors repeat it: in quotation marks, without control characters, not longer than a line.
pub fn quoted(word: &str) -> String {
    let short: String = word.chars().take(REPEATED).collect();
    let more = if short.len() < word.len() { "…" } else { "" };
    format!("{:?}", format!("{short}{more}"))
}
