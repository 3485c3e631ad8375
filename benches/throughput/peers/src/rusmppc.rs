//! rusmppc: a client; there is no server.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Instant;

use futures::StreamExt;
use rusmpp::pdus::{BindTransceiver, SubmitSm};
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{Npi, Ton};
use rusmppc::{Client as Handle, ConnectionBuilder};
use smpp_throughput::Error;
use smpp_throughput::bare_async::runtime;
use smpp_throughput::load::{Client, Load, Tally};
use smpp_throughput::message;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

/// As many tasks as the window, each of which sends a message and awaits its response.
pub struct Tasks {
    runtime: Runtime,
    client: Handle,
    window: usize,
}

impl Tasks {
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let client = runtime.block_on(async {
            let stream = TcpStream::connect(load.address).await?;
            stream.set_nodelay(true)?;
            let (client, mut events) = ConnectionBuilder::new()
                .disable_interface_version_check()
                .connected(stream);
            tokio::spawn(async move { while events.next().await.is_some() {} });
            let bind = BindTransceiver::builder()
                .system_id(COctetString::from_str("bench")?)
                .password(COctetString::from_str("secret")?)
                .build();
            client.bind_transceiver(bind).await?;
            Ok::<_, Error>(client)
        })?;
        Ok(Box::new(Self {
            runtime,
            client,
            window: load.window,
        }))
    }
}

impl Client for Tasks {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        self.runtime.block_on(async {
            let tasks: Vec<_> = (0..self.window)
                .map(|_| tokio::spawn(send(self.client.clone(), Arc::clone(tally))))
                .collect();
            for task in tasks {
                task.await??;
            }
            Ok(())
        })
    }
}

async fn send(client: Handle, tally: Arc<Tally>) -> Result<(), Error> {
    // Checked once, and cloned for each message: cheaper than building it anew.
    let message = SubmitSm::builder()
        .source_addr_ton(Ton::International)
        .source_addr_npi(Npi::Isdn)
        .source_addr(COctetString::from_str(message::SOURCE)?)
        .dest_addr_ton(Ton::International)
        .dest_addr_npi(Npi::Isdn)
        .destination_addr(COctetString::from_str(message::DESTINATION)?)
        .short_message(OctetString::from_slice(message::TEXT)?)
        .build();
    loop {
        let sent = Instant::now();
        if tally.take(1, sent) == 0 {
            return Ok(());
        }
        let accepted = client.submit_sm(message.clone()).await.is_ok();
        tally.answered(1, sent, Instant::now(), accepted);
    }
}
