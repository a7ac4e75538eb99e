//! Reading what an attached file says. It costs time and is done in the background, on a thread of its own, within bounds.

use std::time::Duration;

use crate::app::App;
use crate::issues::rules::file_kind::{FileKind, Said, SaidState};
use crate::issues::store::file_words::Unread;
use crate::sheets::prose::{self, MOST_READ, Prose};

/// After which no more of a file is read; after as long again it counts as one that cannot be read.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the words of such a file are read.
const fn prose(kind: FileKind) -> Option<Prose> {
    match kind {
        FileKind::Docx => Some(Prose::Docx),
        FileKind::Pdf => Some(Prose::Pdf),
        FileKind::Xlsx => Some(Prose::Xlsx),
        FileKind::Txt => Some(Prose::Txt),
        FileKind::Png | FileKind::Jpeg => None,
    }
}

/// What the file says; nothing where the file store does not answer, so that it has to be asked again.
pub async fn read(app: &App, file: &Unread) -> Option<Said> {
    let without = |state| Said { state, text: String::new() };
    let Some(prose) = prose(file.kind) else { return Some(without(SaidState::Unreadable)) };
    if file.size_bytes > MOST_READ {
        return Some(without(SaidState::TooLarge));
    }
    let found = match app.blobs().open(&file.sha256).await {
        Ok(reading) if reading.size > MOST_READ => return Some(without(SaidState::TooLarge)),
        Ok(reading) => reading.whole().await,
        Err(error) => Err(error),
    };
    let bytes = match found {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::InvalidData) => {
            return Some(without(SaidState::Lost));
        }
        Err(error) => {
            tracing::warn!(sha256 = file.sha256, %error, "a file could not be read for its words");
            return None;
        }
    };
    match app.aside(PATIENCE, move |stop| prose::read(prose, &bytes, stop)).await {
        Some(Ok(text)) => Some(Said { state: SaidState::Read, text }),
        // Damaged, locked, a bomb, a parser that gave up or took too long: it will be the same tomorrow.
        Some(Err(_)) | None => Some(without(SaidState::Unreadable)),
    }
}
