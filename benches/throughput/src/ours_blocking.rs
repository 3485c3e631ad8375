//! Our client without a runtime.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use smpp_blocking::{Connection, Esme, Incoming, Settings};

use crate::Error;
use crate::load::{Client, Load, Tally};
use crate::message;

/// `window` threads, each of which sends a message and waits for its response.
#[derive(Debug)]
pub struct Threads {
    connection: Connection,
    _incoming: Incoming,
    window: usize,
}

impl Threads {
    /// Binds over one connection.
    ///
    /// # Errors
    /// The connection's.
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let settings = Settings::new().with_window(load.window);
        let esme = Esme::new("bench", "secret").with_settings(settings);
        let (connection, incoming) = esme.connect(load.address)?;
        Ok(Box::new(Self {
            connection,
            _incoming: incoming,
            window: load.window,
        }))
    }
}

impl Client for Threads {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        let (connection, tally) = (&self.connection, &**tally);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..self.window)
                .map(|_| scope.spawn(move || send(connection, tally)))
                .collect();
            for thread in threads {
                thread.join().map_err(|_| "a sender panicked")??;
            }
            Ok(())
        })
    }
}

fn send(connection: &Connection, tally: &Tally) -> Result<(), Error> {
    loop {
        let sent = Instant::now();
        if tally.take(1, sent) == 0 {
            return Ok(());
        }
        let response = connection.request(message::submit_sm())?;
        let accepted = response.header().command_status.0 == 0;
        tally.answered(1, sent, Instant::now(), accepted);
    }
}
