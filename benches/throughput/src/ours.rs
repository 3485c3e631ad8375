//! Our client and our server on tokio.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use smpp_session::Config;
use smpp_tokio::{Acceptor, AdmissionLimits, Connection, Esme, Incoming, MessageCenter, Settings};
use tokio::runtime::Runtime;

use crate::Error;
use crate::bare_async::runtime;
use crate::load::{Client, Load, Tally};
use crate::message;

/// As many requests as the largest window here, and some.
const MAX_UNANSWERED: u32 = 2000;

fn settings(window: usize) -> Settings {
    Settings::new()
        .with_window(window)
        .with_session(Config::new().with_max_unanswered(MAX_UNANSWERED))
}

/// Our client, not connected yet.
pub(crate) fn esme(window: usize) -> Esme {
    Esme::new("bench", "secret").with_settings(settings(window))
}

/// All connections come from one address here; one more was the coordinator's, to see whether the
/// server listens.
fn limits() -> AdmissionLimits {
    AdmissionLimits::new()
        .with_connections(20_000)
        .with_per_address(20_000)
}

/// Accepts every bind and every message; one task a connection.
///
/// # Errors
/// The listener's.
pub fn serve(address: SocketAddr) -> Result<(), Error> {
    runtime()?.block_on(async {
        let center = MessageCenter::listen(address).await?;
        let acceptor = Acceptor::new()
            .with_settings(settings(10))
            .with_limits(limits());
        let center = center.with_acceptor(acceptor);
        loop {
            let (unbound, _) = center.accept().await?;
            tokio::spawn(async move {
                let bound = unbound.bind_request().await?.accept(b"mc");
                let (_connection, mut incoming) = bound?;
                while let Some(request) = incoming.next_request().await {
                    request.accept(message::MESSAGE_ID.as_bytes())?;
                }
                Ok::<_, smpp_tokio::Error>(())
            });
        }
    })
}

/// `window` tasks on each connection, each of which sends a message and awaits its response.
#[derive(Debug)]
pub struct Tasks {
    runtime: Runtime,
    connections: Vec<(Connection, Incoming)>,
    window: usize,
}

impl Tasks {
    /// Binds every connection.
    ///
    /// # Errors
    /// The connections'.
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let esme = esme(load.window);
        let mut connections = Vec::new();
        for _ in 0..load.connections {
            connections.push(runtime.block_on(esme.connect(load.address))?);
        }
        Ok(Box::new(Self {
            runtime,
            connections,
            window: load.window,
        }))
    }
}

impl Client for Tasks {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        self.runtime.block_on(async {
            let mut tasks = Vec::new();
            for (connection, _) in &self.connections {
                for _ in 0..self.window {
                    tasks.push(tokio::spawn(send(connection.clone(), Arc::clone(tally))));
                }
            }
            for task in tasks {
                task.await??;
            }
            Ok(())
        })
    }
}

async fn send(connection: Connection, tally: Arc<Tally>) -> Result<(), Error> {
    loop {
        let sent = Instant::now();
        if tally.take(1, sent) == 0 {
            return Ok(());
        }
        let response = connection.request(message::submit_sm()).await?;
        let accepted = response.header().command_status.0 == 0;
        tally.answered(1, sent, Instant::now(), accepted);
    }
}
