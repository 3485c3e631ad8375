//! Lines for standard output or standard error, written by a thread of their own.
//!
//! Whoever reads them may be slow, or stop: what goes on over the network must not wait for that.

use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender, TrySendError};
use std::thread;
use std::time::Duration;

/// Lines that may wait to be written.
const PLACES: usize = 8192;

/// How long the end waits for a reader that has stopped.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where lines go. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Out {
    lines: SyncSender<String>,
    lost: Arc<AtomicU64>,
}

/// The end of the lines: wait for it before the process ends.
#[derive(Debug)]
pub(crate) struct Written(mpsc::Receiver<()>);

impl Out {
    /// Starts writing to a stream.
    pub(crate) fn start(mut stream: impl Write + Send + 'static) -> (Self, Written) {
        let (lines, queue) = mpsc::sync_channel::<String>(PLACES);
        let (end, written) = mpsc::sync_channel(1);
        let lost = Arc::new(AtomicU64::new(0));
        let out = Self {
            lines,
            lost: Arc::clone(&lost),
        };
        thread::spawn(move || {
            while let Ok(line) = queue.recv() {
                let lost = lost.swap(0, Ordering::Relaxed);
                if lost > 0 {
                    let _ = writeln!(
                        stream,
                        "{lost} lines were left out: nobody read fast enough"
                    );
                }
                // Whoever has closed the pipe has seen enough.
                if writeln!(stream, "{line}")
                    .and_then(|()| stream.flush())
                    .is_err()
                {
                    break;
                }
            }
            let _ = end.send(());
        });
        (out, Written(written))
    }

    /// Writes a line. Never waits: if too many wait already, it is left out, and that is told.
    pub(crate) fn line(&self, line: impl fmt::Display) {
        if let Err(TrySendError::Full(_)) = self.lines.try_send(line.to_string()) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Written {
    /// Waits until every line is written, once every [`Out`] is gone; not for ever.
    pub(crate) fn wait(self) {
        match self.0.recv_timeout(PATIENCE) {
            Ok(()) | Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => {}
        }
    }
}
