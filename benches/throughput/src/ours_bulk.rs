//! Our client's bulk interface: a stream of requests in, a stream of answers out.

use std::sync::Arc;
use std::time::Instant;

use smpp_tokio::{Answer, Connection, Incoming};
use tokio::runtime::Runtime;

use crate::Error;
use crate::bare_async::runtime;
use crate::load::{Client, Load, Tally};
use crate::message;
use crate::ours;

/// One task that sends what the window allows, and takes what has come.
#[derive(Debug)]
pub struct Bulk {
    runtime: Runtime,
    connection: Connection,
    _incoming: Incoming,
    /// When each message was sent; its place is its tag.
    sent_at: Vec<Instant>,
    /// The tags that are not in use.
    free: Vec<usize>,
}

impl Bulk {
    /// Binds over one connection.
    ///
    /// # Errors
    /// The connection's.
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let esme = ours::esme(load.window);
        let (connection, incoming) = runtime.block_on(esme.connect(load.address))?;
        Ok(Box::new(Self {
            runtime,
            connection,
            _incoming: incoming,
            sent_at: vec![Instant::now(); load.window],
            free: (0..load.window).collect(),
        }))
    }
}

impl Client for Bulk {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        let (mut sender, mut answers) = self.connection.bulk();
        let (sent_at, free) = (&mut self.sent_at, &mut self.free);
        self.runtime.block_on(async {
            let mut now = Instant::now();
            loop {
                let wanted = tally.take(free.len(), now);
                let mut requests = free.drain(free.len() - wanted..).map(|place| {
                    sent_at[place] = now;
                    (place as u64, message::submit_sm())
                });
                let sent = sender.send_all(&mut requests).await;
                sent.map_err(|(_, error)| error)?;
                drop(requests);
                if free.len() == sent_at.len() {
                    return Ok(());
                }
                let mut next = answers.next().await;
                now = Instant::now();
                while let Some(Answer { tag, result, .. }) = next {
                    let place = usize::try_from(tag)?;
                    let accepted = result?.header().command_status.0 == 0;
                    tally.answered(1, sent_at[place], now, accepted);
                    free.push(place);
                    next = answers.try_next();
                }
            }
        })
    }
}
