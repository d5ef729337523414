//! The bytes of an answer, sent as they are read.

use std::io;
use std::ops::Range;

use axum::body::Body;
use futures_util::stream;

use super::answer::Content;
use crate::store::Parts;

/// So many bytes of a file are in memory at a time.
const CHUNK: u64 = 256 * 1024;

/// How many bytes an answer has.
pub(super) fn length(content: &Content) -> usize {
    match content {
        Content::Made(bytes) => bytes.len(),
        Content::File(parts) => usize::try_from(parts.length()).unwrap_or(usize::MAX),
    }
}

/// Some bytes of an answer.
pub(super) fn part(content: Content, range: Range<usize>) -> Body {
    match content {
        Content::Made(mut bytes) => {
            bytes.truncate(range.end);
            Body::from(bytes.split_off(range.start))
        }
        Content::File(parts) => {
            let left = Some((parts, range.start as u64..range.end as u64));
            Body::from_stream(stream::unfold(left, |left| async move { next(left?).await }))
        }
    }
}

/// The next bytes of a file, and what is left of it.
async fn next((mut parts, range): (Parts, Range<u64>)) -> Option<(io::Result<Vec<u8>>, Option<(Parts, Range<u64>)>)> {
    if range.is_empty() {
        return None;
    }
    let end = range.end.min(range.start + CHUNK);
    let read = tokio::task::spawn_blocking(move || {
        let bytes = parts.read(range.start..end);
        (parts, bytes, range.end)
    });
    match read.await {
        Ok((parts, Ok(bytes), last)) => Some((Ok(bytes), Some((parts, end..last)))),
        Ok((_, Err(error), _)) => Some((Err(error), None)),
        Err(error) => Some((Err(io::Error::other(error)), None)),
    }
}
