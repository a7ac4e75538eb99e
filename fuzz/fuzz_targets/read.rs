//! Any bytes as a calendar file: reading never panics, does not depend on how the bytes arrive, and what was read can be
//! written and read again.
#![no_main]

use calendar::read::{Reader, read};
use libfuzzer_sys::fuzz_target;

// The reader's own files, so that the fuzzer is built in seconds and not with the whole program.
#[path = "../../src/calendar"]
#[expect(dead_code, reason = "the writer is not fuzzed")]
mod calendar {
    pub mod check;
    pub mod emit;
    mod line;
    pub mod read;
    mod text;
    mod tree;
}

/// Bytes up to which what is written again is surely within the limits of reading.
const SMALL: usize = 32 << 10;

fuzz_target!(|bytes: &[u8]| {
    let whole = read(bytes);
    let size = usize::from(bytes.first().copied().unwrap_or_default()) + 1;
    let mut reader = Reader::default();
    let pieces = bytes.chunks(size).try_for_each(|piece| reader.push(piece)).and_then(|()| reader.finish());
    assert_eq!(pieces, whole, "in pieces of {size}");
    let _ = calendar::check::faults(bytes);
    for tree in whole.iter().flatten() {
        for property in &tree.properties {
            let _ = (tree.text(&property.name), tree.texts(&property.name));
        }
        let again = calendar::emit::emit(tree);
        assert!(bytes.len() > SMALL || read(again.as_bytes()).is_ok(), "{again}");
    }
});
