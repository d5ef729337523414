//! Work in parallel, where others wait for it.

/// Does work apart from what else is done in parallel: the calling thread sleeps meanwhile.
///
/// A thread of a pool that waits for parts of its work takes up other work of the pool. While it holds a lock, such as
/// that of a value being worked out when first asked for, this must not be: the other work may want the same lock.
pub(crate) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| match rayon::ThreadPoolBuilder::new().build() {
            Ok(pool) => pool.install(work),
            // Without threads of its own, in this one alone.
            Err(_) => work(),
        });
        match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use rayon::prelude::*;

    use super::apart;

    #[test]
    fn what_all_wait_for_is_worked_out_while_they_wait() {
        let sum: OnceLock<u64> = OnceLock::new();
        let ask = |_| *sum.get_or_init(|| apart(|| (1..=1_000_u64).into_par_iter().sum()));
        assert!((0..1_000).into_par_iter().map(ask).all(|sum| sum == 500_500));
    }
}
