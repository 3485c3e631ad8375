//! Being told to stop.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-C, and the signal that asks a process to end. None is lost from [`new`](Self::new) on.
#[derive(Debug)]
pub(crate) struct Stop {
    #[cfg(unix)]
    signals: [Signal; 2],
}

impl Stop {
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        let signals = [
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        ];
        Ok(Self { signals })
    }

    #[cfg(not(unix))]
    pub(crate) const fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits until this process is told to stop.
    #[cfg(unix)]
    pub(crate) async fn wait(&mut self) -> io::Result<()> {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    }

    /// Waits until this process is told to stop.
    #[cfg(not(unix))]
    pub(crate) async fn wait(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
