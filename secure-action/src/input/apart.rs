//! Large bodies are read where that may take its time, and where no other request waits for it.

use std::num::NonZero;
use std::sync::{Arc, LazyLock};
use std::thread;

use tokio::sync::Semaphore;
use tracing::Span;

use crate::error::Refusal;

/// The largest body that is parsed and validated on the thread that serves requests, in bytes. A valid one takes a fraction of a
/// millisecond; of an invalid one a validator finds every fault, and cannot be stopped.
pub(crate) const LARGEST_AT_ONCE: usize = 16 * 1024;

/// Reads on a thread that may block, so that neither other requests nor the deadline of this one wait for it.
///
/// At most one for each processor: a reader is not stopped when its client goes away, so its place goes with the work and not
/// with the request. A panic goes on where the result is waited for.
pub(crate) async fn apart<T: Send + 'static>(read: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, Refusal> {
    static PLACES: LazyLock<Arc<Semaphore>> =
        LazyLock::new(|| Arc::new(Semaphore::new(thread::available_parallelism().map_or(1, NonZero::get))));

    let Ok(place) = Arc::clone(&PLACES).acquire_owned().await else {
        return Err(Refusal::unavailable("nobody reads large bodies any more"));
    };
    let span = Span::current();
    let reading = tokio::task::spawn_blocking(move || {
        let _place = place;
        span.in_scope(read)
    });
    match reading.await {
        Ok(read) => read,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Refusal::unavailable("the process is about to end")),
        },
    }
}
