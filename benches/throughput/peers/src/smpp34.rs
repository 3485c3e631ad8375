//! smpp34: a client and a server made of listeners.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use smpp_throughput::Error;
use smpp_throughput::bare_async::runtime;
use smpp_throughput::load::{Client, Load, Tally};
use smpp_throughput::message;
use smpp34::client::{BIND_TYPE, SMSC, SmppClient, SmppClientListener};
use smpp34::{
    SmppConnectionInformation, SmppServer, SmppServerListener, bind_transceiver,
    bind_transceiver_resp, submit_sm, submit_sm_resp,
};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, oneshot};

/// Accepts every bind and every message.
pub fn serve(address: SocketAddr) -> Result<(), Error> {
    runtime()?.block_on(async {
        let mut server = SmppServer::new(address.ip(), address.port(), Arc::new(Accept));
        server.start().await;
        std::future::pending().await
    })
}

struct Accept;

#[async_trait]
impl SmppServerListener for Accept {
    async fn on_bind_transceiver(
        &self,
        request: bind_transceiver,
        _: &SmppConnectionInformation,
        _: &String,
    ) -> bind_transceiver_resp {
        request.accept("mc".to_string(), Some(0x34))
    }

    async fn on_submit_sm(
        &self,
        request: submit_sm,
        _: &SmppConnectionInformation,
        _: &String,
    ) -> submit_sm_resp {
        request.accept(message::MESSAGE_ID.to_string())
    }
}

/// As many tasks as the window, each of which sends a message and awaits its response.
pub struct Tasks {
    runtime: Runtime,
    _client: SmppClient,
    bound: Arc<SMSC>,
    window: usize,
}

struct Binder(Mutex<Option<oneshot::Sender<Arc<SMSC>>>>);

#[async_trait]
impl SmppClientListener for Binder {
    async fn on_smsc_bound(&self, smsc: SMSC, _: &String) {
        if let Some(bound) = self.0.lock().await.take() {
            let _ = bound.send(Arc::new(smsc));
        }
    }
}

impl Tasks {
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let (client, bound) = runtime.block_on(async {
            let (bound, waiting) = oneshot::channel();
            let mut client = SmppClient::new(
                load.address.ip().to_string(),
                load.address.port(),
                false,
                BIND_TYPE::TRX,
                "bench".to_string(),
                "secret".to_string(),
                String::new(),
                0,
                0,
                String::new(),
                Arc::new(Binder(Mutex::new(Some(bound)))),
                load.window,
            );
            client.start().await;
            Ok::<_, Error>((client, waiting.await?))
        })?;
        Ok(Box::new(Self {
            runtime,
            _client: client,
            bound,
            window: load.window,
        }))
    }
}

impl Client for Tasks {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        self.runtime.block_on(async {
            let tasks: Vec<_> = (0..self.window)
                .map(|_| tokio::spawn(send(Arc::clone(&self.bound), Arc::clone(tally))))
                .collect();
            for task in tasks {
                task.await?;
            }
            Ok(())
        })
    }
}

async fn send(bound: Arc<SMSC>, tally: Arc<Tally>) {
    loop {
        let sent = Instant::now();
        if tally.take(1, sent) == 0 {
            return;
        }
        let response = bound
            .submit_sm()
            .source_addr_ton(1)
            .source_addr_npi(1)
            .source_addr(message::SOURCE)
            .dest_addr_ton(1)
            .dest_addr_npi(1)
            .destination_addr(message::DESTINATION)
            .short_message(message::TEXT)
            .send()
            .await;
        tally.answered(1, sent, Instant::now(), response.is_ok());
    }
}
