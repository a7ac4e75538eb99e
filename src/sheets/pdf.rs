//! The words of a PDF, where it has any: pages in their order, as their fonts say which letters they show. Pure. The only importer of
//! `lopdf`. A scanned page has none.

use lopdf::{Document, LoadOptions};

use super::Fault;
use super::prose::Collected;

/// Pages that are read.
const MOST_PAGES: usize = 2_000;
/// Pages that are read together: each time all are counted anew.
const AT_ONCE: usize = 10;
/// Bytes that one stream, and all streams that are unpacked on opening together, may become.
const MOST_UNPACKED: usize = 16 << 20;
const MOST_TOGETHER: usize = 256 << 20;
/// Below this a stream would be refused that an honest file has: so many streams has none that an office writes.
const LEAST_UNPACKED: usize = 32 << 10;

/// Reads the pages.
///
/// # Errors
/// [`Fault::Damaged`], also for one that opens by a password only; [`Fault::Bomb`].
pub(super) fn read(bytes: &[u8], collected: &mut Collected<'_>) -> Result<(), Fault> {
    // The word stands before each stream, however the file hides what is in it.
    let streams = bytes.windows(6).filter(|six| six == b"stream").count();
    let limit = (MOST_TOGETHER / streams.max(1)).min(MOST_UNPACKED);
    if limit < LEAST_UNPACKED {
        return Err(Fault::Bomb { megabytes: MOST_TOGETHER >> 20 });
    }
    let options = LoadOptions::with_max_decompressed_size(limit);
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| Fault::Damaged)?;
    if document.is_encrypted() {
        return Err(Fault::Damaged);
    }
    let pages: Vec<u32> = document.get_pages().into_keys().take(MOST_PAGES).collect();
    if pages.is_empty() {
        return Err(Fault::Damaged);
    }
    for some in pages.chunks(AT_ONCE) {
        if collected.is_full() {
            break;
        }
        // A page that cannot be read leaves the others readable.
        for piece in document.extract_text_chunks_with_limit(some, MOST_UNPACKED).into_iter().flatten() {
            collected.push(&piece);
        }
        collected.push("\n");
    }
    Ok(())
}
