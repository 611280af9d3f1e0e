//! A line of progress on standard error, where that is a terminal.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// The line is written anew at most this often.
const OFTEN: Duration = Duration::from_millis(100);

/// A bar with a number and a speed. Where standard error is no terminal it writes nothing.
pub(super) struct Progress {
    what: &'static str,
    total: usize,
    started: Instant,
    written: Option<Instant>,
    shown: bool,
}

impl Progress {
    pub(super) fn new(what: &'static str, total: usize) -> Progress {
        let shown = std::io::stderr().is_terminal();
        Progress { what, total, started: Instant::now(), written: None, shown }
    }

    /// Says how many are done.
    pub(super) fn at(&mut self, done: usize) {
        let due = self.written.is_none_or(|before| before.elapsed() >= OFTEN);
        if !self.shown || !due {
            return;
        }
        self.written = Some(Instant::now());
        const WIDTH: usize = 30;
        let filled = (done * WIDTH).checked_div(self.total).unwrap_or(0).min(WIDTH);
        let bar = format!("{}{}", "#".repeat(filled), "-".repeat(WIDTH - filled));
        let _ = write!(std::io::stderr(), "\r[{bar}] {done} of {} {}, {}", self.total, self.what, self.speed(done));
        let _ = std::io::stderr().flush();
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if self.shown && self.written.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }

    /// So many a second.
    pub(super) fn speed(&self, done: usize) -> String {
        let seconds = self.started.elapsed().as_secs_f64();
        if seconds > 0.0 { format!("{:.0} a second", done as f64 / seconds) } else { String::new() }
    }
}
