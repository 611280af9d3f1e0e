//! How a report is made: on how many threads, and who is told how far it is. Neither changes what is made.

use std::fmt;

/// Threads and watcher of a report.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    /// Threads on which documents are typeset; at least one is used.
    pub threads: usize,
    /// Is told how many documents of how many are done.
    pub watch: &'r (dyn Fn(usize, usize) + Sync),
}

impl Default for Run<'_> {
    /// On one thread, unwatched.
    fn default() -> Self {
        Run { threads: 1, watch: &|_, _| {} }
    }
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("threads", &self.threads).finish_non_exhaustive()
    }
}
