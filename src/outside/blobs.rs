//! Where attached files lie: under their SHA-256 in the data folder, or in a bucket of a server that speaks S3.
//! The only importer of `object_store`. What a file is and who may have it is the rooms' business.

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{Stream, StreamExt, stream};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ClientOptions, Error, GetResultPayload, MultipartUpload, ObjectStore, ObjectStoreExt, RetryConfig};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;
use tokio_util::bytes::Bytes;
use tokio_util::io::ReaderStream;

use super::incoming::{Incoming, Receiving};
use crate::config::Config;

/// Sent and held in memory at once: the least that S3 takes as a part of something larger.
const PART: u64 = 5 << 20;
/// Read from the data folder at once.
const PIECE: usize = 64 << 10;
/// Nobody waits longer for a connection, for one part, and for all attempts at one part.
const CONNECT: Duration = Duration::from_secs(5);
const REQUEST: Duration = Duration::from_secs(60);
const ALL_ATTEMPTS: Duration = Duration::from_secs(20);
/// A file on its way that is older was left behind by a program that was stopped.
const LEFT_BEHIND: TimeDelta = TimeDelta::hours(1);

/// Bytes that come piece by piece.
pub type Pieces = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A file being read.
pub struct Reading {
    pub size: u64,
    pub pieces: Pieces,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Reading {
    /// All of it, for who has asked how large it is.
    ///
    /// # Errors
    /// As the pieces.
    pub async fn whole(mut self) -> io::Result<Vec<u8>> {
        let mut whole = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default());
        while let Some(piece) = self.pieces.next().await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole)
    }
}

/// The place of all attached files.
#[derive(Debug)]
pub struct Blobs {
    files: PathBuf,
    uploads: PathBuf,
    bucket: Option<Bucket>,
    store: OnceLock<Arc<dyn ObjectStore>>,
}

/// A bucket and who asks for it.
struct Bucket {
    endpoint: String,
    name: String,
    region: String,
    key_id: String,
    secret: String,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bucket").field("endpoint", &self.endpoint).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Blobs {
    /// As the settings say. Nothing is asked and made before the first file.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let bucket = (!config.s3_bucket.is_empty()).then(|| Bucket {
            endpoint: config.s3_endpoint.clone(),
            name: config.s3_bucket.clone(),
            region: config.s3_region.clone(),
            key_id: config.s3_key_id.clone(),
            secret: config.s3_secret.clone(),
        });
        let (files, uploads) = (config.data.join("files"), config.data.join("uploads"));
        Self { files, uploads, bucket, store: OnceLock::new() }
    }

    fn store(&self) -> io::Result<Arc<dyn ObjectStore>> {
        if let Some(store) = self.store.get() {
            return Ok(store.clone());
        }
        let made: Arc<dyn ObjectStore> = match &self.bucket {
            Some(bucket) => Arc::new(bucket.open()?),
            None => {
                std::fs::create_dir_all(&self.files)?;
                Arc::new(LocalFileSystem::new_with_prefix(&self.files)?.with_fsync(true))
            }
        };
        Ok(self.store.get_or_init(|| made).clone())
    }

    /// A file that begins to come in; of more than `most` bytes nothing is kept.
    #[must_use]
    pub fn receive(&self, most: u64) -> Receiving {
        Receiving::new(&self.uploads, most)
    }

    /// Keeps a whole file under its SHA-256. What is there already is not sent again. A name never stands for half a content,
    /// and whoever asked may go away meanwhile: what was begun is finished or taken back.
    ///
    /// # Errors
    /// The disk's or the server's.
    pub async fn keep(&self, file: &Incoming) -> io::Result<()> {
        let (store, file) = (self.store()?, file.clone());
        tokio::spawn(async move { keep(&*store, &file).await }).await.map_err(io::Error::other)?
    }

    /// What was kept under this SHA-256.
    ///
    /// The content is hashed while it goes out, not before: it would have to be read twice, from a bucket over the network. The
    /// last piece waits until the hash is known, so that nobody gets the whole of something else: who reads sees it end early.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`]; the disk's or the server's. In the stream [`io::ErrorKind::InvalidData`] when the content is
    /// not what it was.
    pub async fn open(&self, sha256: &str) -> io::Result<Reading> {
        let got = self.store()?.get(&key(sha256)).await?;
        let size = got.meta.size;
        let pieces: Pieces = match got.payload {
            GetResultPayload::File(file, _) => Box::pin(ReaderStream::with_capacity(tokio::fs::File::from_std(file), PIECE)),
            GetResultPayload::Stream(pieces) => Box::pin(pieces.map(|piece| piece.map_err(io::Error::from))),
        };
        Ok(Reading { size, pieces: verified(pieces, sha256.to_owned()) })
    }

    /// Removes files on their way in that a program which was stopped left behind. Says how many.
    ///
    /// # Errors
    /// The disk's.
    pub async fn sweep(&self, now: DateTime<Utc>) -> io::Result<u64> {
        let mut removed = 0;
        let mut folder = match tokio::fs::read_dir(&self.uploads).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            folder => folder?,
        };
        while let Some(entry) = folder.next_entry().await? {
            // One that goes by itself meanwhile is as good.
            let Ok(facts) = entry.metadata().await else { continue };
            if DateTime::<Utc>::from(facts.modified()?) + LEFT_BEHIND < now && tokio::fs::remove_file(entry.path()).await.is_ok()
            {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

impl Bucket {
    fn open(&self) -> Result<impl ObjectStore + use<>, Error> {
        // A second installation of the provider is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new()
            // The settings have refused plain http to any other machine.
            .with_allow_http(self.endpoint.starts_with("http://"))
            .with_connect_timeout(CONNECT)
            .with_timeout(REQUEST);
        AmazonS3Builder::new()
            .with_client_options(client)
            .with_endpoint(&self.endpoint)
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret)
            .with_retry(RetryConfig { max_retries: 2, retry_timeout: ALL_ATTEMPTS, ..RetryConfig::default() })
            .build()
    }
}

/// `ab/abcd…`, so that no folder has too many files.
fn key(sha256: &str) -> Key {
    Key::from_iter([sha256.get(..2).unwrap_or("00"), sha256])
}

async fn keep(store: &dyn ObjectStore, file: &Incoming) -> io::Result<()> {
    let key = key(file.sha256());
    match store.head(&key).await {
        Ok(there) if there.size == file.size() => return Ok(()),
        Ok(_) | Err(Error::NotFound { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let place = file.place().ok_or(io::ErrorKind::NotFound)?;
    if file.size() <= PART {
        store.put(&key, tokio::fs::read(place).await?.into()).await?;
        return Ok(());
    }
    let mut upload = store.put_multipart(&key).await?;
    let sent = match send(&mut *upload, place).await {
        Ok(()) => upload.complete().await.map(drop).map_err(io::Error::from),
        Err(error) => Err(error),
    };
    if sent.is_err()
        && let Err(error) = upload.abort().await
    {
        tracing::warn!(%error, "parts of a file that was not kept could not be taken back");
    }
    sent
}

async fn send(upload: &mut dyn MultipartUpload, place: &Path) -> io::Result<()> {
    let mut file = tokio::fs::File::open(place).await?;
    loop {
        let mut part = Vec::with_capacity(usize::try_from(PART).unwrap_or_default());
        (&mut file).take(PART).read_to_end(&mut part).await?;
        if part.is_empty() {
            return Ok(());
        }
        // One after the other: several at once would be faster, and all of them in memory.
        upload.put_part(part.into()).await?;
    }
}

struct Check {
    pieces: Pieces,
    hash: Sha256,
    sha256: String,
    held: Option<Bytes>,
    is_over: bool,
}

/// The same pieces; the last one only where all together have this hash.
fn verified(pieces: Pieces, sha256: String) -> Pieces {
    let check = Check { pieces, hash: Sha256::new(), sha256, held: None, is_over: false };
    Box::pin(stream::unfold(check, |mut check| async move {
        while !check.is_over {
            match check.pieces.next().await {
                Some(Ok(piece)) => {
                    check.hash.update(&piece);
                    if let Some(before) = check.held.replace(piece) {
                        return Some((Ok(before), check));
                    }
                }
                Some(Err(error)) => {
                    check.is_over = true;
                    return Some((Err(error), check));
                }
                None => {
                    check.is_over = true;
                    let is_same = data_encoding::HEXLOWER.encode(&check.hash.finalize_reset()) == check.sha256;
                    let last = check.held.take();
                    if !is_same {
                        tracing::error!(sha256 = check.sha256, "an attached file is not what it was");
                        return Some((Err(io::ErrorKind::InvalidData.into()), check));
                    }
                    return last.map(|last| (Ok(last), check));
                }
            }
        }
        None
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Flags;

    fn blobs(folder: &Path) -> Blobs {
        let flags = Flags { data: Some(folder.display().to_string()), ..Flags::default() };
        Blobs::of(&Config::load(&flags, []).unwrap())
    }

    async fn sent(blobs: &Blobs, content: &[u8]) -> Incoming {
        let mut receiving = blobs.receive(u64::MAX);
        for piece in content.chunks(1 << 20) {
            receiving.take(piece).await;
        }
        receiving.finish("a.pdf").await
    }

    #[tokio::test]
    async fn small_and_large_files_come_back_and_lie_where_they_always_lay() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        for content in [b"abc".to_vec(), vec![7; 11 << 20]] {
            let file = sent(&blobs, &content).await;
            blobs.keep(&file).await.unwrap();
            let place = folder.path().join("files").join(&file.sha256()[..2]).join(file.sha256());
            assert!(std::fs::read(&place).unwrap() == content);
            let got = blobs.open(file.sha256()).await.unwrap();
            assert_eq!(got.size, content.len() as u64);
            assert!(got.whole().await.unwrap() == content);
            // Kept again: nothing changes.
            blobs.keep(&file).await.unwrap();
            assert_eq!(std::fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
        }
        assert_eq!(blobs.open(&"0".repeat(64)).await.unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[tokio::test]
    async fn a_file_that_is_not_what_it_was_never_comes_whole() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let file = sent(&blobs, &vec![7; 300_000]).await;
        blobs.keep(&file).await.unwrap();
        let mut altered = vec![7; 300_000];
        altered[1] = 8;
        std::fs::write(folder.path().join("files").join(&file.sha256()[..2]).join(file.sha256()), altered).unwrap();
        let mut got = blobs.open(file.sha256()).await.unwrap();
        let (mut bytes, mut error) = (0, None);
        while let Some(piece) = got.pieces.next().await {
            match piece {
                Ok(piece) => bytes += piece.len(),
                Err(told) => error = Some(told.kind()),
            }
        }
        assert!(bytes < 300_000);
        assert_eq!(error, Some(io::ErrorKind::InvalidData));
    }

    #[tokio::test]
    async fn what_a_stopped_program_left_behind_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path());
        let mut receiving = blobs.receive(9);
        receiving.take(b"abc").await;
        std::mem::forget(receiving);
        let uploads = folder.path().join("uploads");
        let left = std::fs::read_dir(&uploads).unwrap().next().unwrap().unwrap().path();
        let at = DateTime::<Utc>::from(std::fs::metadata(&left).unwrap().modified().unwrap());
        assert_eq!(blobs.sweep(at + TimeDelta::minutes(59)).await.unwrap(), 0);
        assert_eq!(blobs.sweep(at + TimeDelta::minutes(61)).await.unwrap(), 1);
        assert_eq!(std::fs::read_dir(&uploads).unwrap().count(), 0);
    }
}
