//! A file on its way in: written to the folder of uploads piece by piece while it is counted and hashed, so that its size is
//! nobody's memory, and gone as soon as nobody holds it any more. Neighbour: `blobs` keeps what was found good.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::kernel::ids;

/// Bytes of the beginning and of the end that are remembered, so that its kind is known without reading it again.
const END: u64 = 66_000;

/// A file of this place that goes when it is let go.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the sweep.
        if let Err(error) = std::fs::remove_file(&self.0) {
            tracing::warn!(%error, "an upload could not be removed");
        }
    }
}

/// A file that was sent, whole or given up.
#[derive(Debug, Clone)]
pub struct Incoming(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    place: Option<Temporary>,
    size: u64,
    sha256: String,
    fate: Fate,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Whole,
    /// There was more of it than is taken.
    TooLarge,
    /// The disk did not take it.
    Unwritten,
}

impl Incoming {
    /// Its name as it was sent.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// All bytes that were sent, also those that were not kept.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// Sixty-four hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.0.sha256
    }

    #[must_use]
    pub fn fate(&self) -> Fate {
        self.0.fate
    }

    /// Where it lies; none where it is empty or was given up.
    #[must_use]
    pub fn place(&self) -> Option<&Path> {
        self.0.place.as_ref().map(|place| place.0.as_path()).filter(|_| self.0.fate == Fate::Whole)
    }

    /// All of it, for files that are small by their nature; the disk is asked at once.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] beyond `most` bytes; the disk's.
    pub fn bytes(&self, most: u64) -> io::Result<Vec<u8>> {
        if self.size() > most || self.fate() == Fate::TooLarge {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        match self.place() {
            Some(place) => std::fs::read(place),
            None if self.size() == 0 => Ok(Vec::new()),
            None => Err(io::ErrorKind::StorageFull.into()),
        }
    }

    /// What `look` makes of the opened file, on a thread that may wait for the disk. A panic is an error.
    ///
    /// # Errors
    /// The disk's, and what `look` says.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mut std::fs::File) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let place = self.place().ok_or(io::ErrorKind::NotFound)?.to_owned();
        // The file stays as long as somebody looks at it.
        let held = self.clone();
        tokio::task::spawn_blocking(move || {
            let result = look(&mut std::fs::File::open(place)?);
            drop(held);
            result
        })
        .await
        .map_err(io::Error::other)?
    }

    /// Another file of the same name: what `work` makes of this one. It is counted and hashed while it is written.
    ///
    /// # Errors
    /// The disk's, and what `work` says.
    pub async fn rewritten(
        &self,
        work: impl FnOnce(&mut dyn BufRead, &mut dyn Write) -> io::Result<()> + Send + 'static,
    ) -> io::Result<Self> {
        let place = self.place().ok_or(io::ErrorKind::NotFound)?.with_file_name(ids::fresh_uuid().simple().to_string());
        let name = self.name().to_owned();
        self.look(move |from| {
            let file = std::fs::File::create_new(&place)?;
            let place = Temporary(place);
            let mut to = Counted { file: BufWriter::new(file), hash: Sha256::new(), size: 0 };
            work(&mut BufReader::new(from), &mut to)?;
            to.flush()?;
            let sha256 = data_encoding::HEXLOWER.encode(&to.hash.finalize());
            Ok(Self(Arc::new(Inner { name, place: Some(place), size: to.size, sha256, fate: Fate::Whole })))
        })
        .await
    }

    /// Its beginning and its end.
    ///
    /// # Errors
    /// The disk's.
    pub async fn ends(&self) -> io::Result<(Vec<u8>, Vec<u8>)> {
        let size = self.size();
        self.look(move |file| {
            let (mut head, mut tail) = (Vec::new(), Vec::new());
            file.take(END).read_to_end(&mut head)?;
            file.seek(SeekFrom::Start(size.saturating_sub(END)))?;
            file.take(END).read_to_end(&mut tail)?;
            Ok((head, tail))
        })
        .await
    }
}

/// Counts and hashes what is written.
struct Counted {
    file: BufWriter<std::fs::File>,
    hash: Sha256,
    size: u64,
}

impl Write for Counted {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let written = self.file.write(piece)?;
        self.hash.update(piece.get(..written).unwrap_or_default());
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is being sent.
#[derive(Debug)]
pub struct Receiving {
    folder: PathBuf,
    open: Option<(tokio::fs::File, Temporary)>,
    hash: Sha256,
    size: u64,
    most: u64,
    fate: Fate,
}

impl Receiving {
    /// Nothing is written before the first byte: a form whose file was left empty touches no disk.
    #[must_use]
    pub(super) fn new(folder: &Path, most: u64) -> Self {
        Self { folder: folder.to_owned(), open: None, hash: Sha256::new(), size: 0, most, fate: Fate::Whole }
    }

    /// The next piece. What cannot be kept is counted all the same, so that the form around it is read to its end.
    pub async fn take(&mut self, piece: &[u8]) {
        self.size += piece.len() as u64;
        if self.size > self.most && self.fate == Fate::Whole {
            self.fate = Fate::TooLarge;
            self.open = None;
        }
        if self.fate == Fate::Whole
            && !piece.is_empty()
            && let Err(error) = self.write(piece).await
        {
            self.give_up(&error);
        }
    }

    fn give_up(&mut self, error: &io::Error) {
        tracing::error!(%error, "an upload could not be written");
        self.fate = Fate::Unwritten;
        self.open = None;
    }

    async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.open.is_none() {
            tokio::fs::create_dir_all(&self.folder).await?;
            let place = self.folder.join(ids::fresh_uuid().simple().to_string());
            let file = tokio::fs::File::create_new(&place).await?;
            self.open = Some((file, Temporary(place)));
        }
        if let Some((file, _)) = &mut self.open {
            file.write_all(piece).await?;
        }
        self.hash.update(piece);
        Ok(())
    }

    /// The file under the name that was sent.
    pub async fn finish(mut self, name: &str) -> Incoming {
        if let Some((file, _)) = &mut self.open
            && let Err(error) = file.flush().await
        {
            self.give_up(&error);
        }
        let name = name.chars().filter(|c| *c != '\0').collect();
        let sha256 = data_encoding::HEXLOWER.encode(&self.hash.finalize());
        let place = self.open.map(|(_, place)| place);
        Incoming(Arc::new(Inner { name, place, size: self.size, sha256, fate: self.fate }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn received(folder: &Path, most: u64, pieces: &[&[u8]]) -> Incoming {
        let mut receiving = Receiving::new(folder, most);
        for piece in pieces {
            receiving.take(piece).await;
        }
        receiving.finish("Đơn\0.pdf").await
    }

    #[tokio::test]
    async fn it_is_hashed_on_the_way_and_gone_when_nobody_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = received(folder.path(), 10, &[b"a", b"bc"]).await;
        // SHA-256 of "abc" (FIPS 180-2, appendix B.1).
        assert_eq!(file.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((file.name(), file.size(), file.bytes(10).unwrap()), ("Đơn.pdf", 3, b"abc".to_vec()));
        assert_eq!(file.ends().await.unwrap(), (b"abc".to_vec(), b"abc".to_vec()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_is_too_large_is_let_go_at_once_and_still_counted() {
        let folder = tempfile::tempdir().unwrap();
        let file = received(folder.path(), 2, &[b"ab", b"c", b"d"]).await;
        assert_eq!((file.fate(), file.size(), file.place()), (Fate::TooLarge, 4, None));
        assert!(file.bytes(100).is_err() && file.ends().await.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let empty = received(&folder.path().join("not-made"), 2, &[]).await;
        assert_eq!((empty.fate(), empty.bytes(2).unwrap().len()), (Fate::Whole, 0));
        assert!(!folder.path().join("not-made").exists());
    }

    #[tokio::test]
    async fn what_is_made_of_it_is_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = received(folder.path(), 10, &[b"xabcx"]).await;
        let made = file.rewritten(|from, to| io::copy(&mut from.take(4), to).map(drop)).await.unwrap();
        assert_eq!((made.name(), made.size(), made.bytes(9).unwrap()), ("Đơn.pdf", 4, b"xabc".to_vec()));
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let failed = made.rewritten(|_, to| to.write_all(b"half").and(Err(io::ErrorKind::InvalidData.into()))).await;
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(made);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_disk_that_takes_nothing_is_told_and_a_panic_stays_inside() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        std::fs::write(&blocked, "x").unwrap();
        assert_eq!(received(&blocked, 9, &[b"abc"]).await.fate(), Fate::Unwritten);
        let file = received(folder.path(), 9, &[b"abc"]).await;
        assert!(file.look(|_| -> io::Result<()> { panic!("a parser gave up") }).await.is_err());
    }
}
