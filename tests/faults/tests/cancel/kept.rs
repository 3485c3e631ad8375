//! A client that stays connected, and what must hold of it after something was dropped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use smpp_faults::{LONG, message};
use smpp_session::ReconnectConfig;
use smpp_tokio::{
    Client, ClientIncoming, ClientSettings, ClientState, Connection, Error, Esme, MessageCenter,
    MessageId, stay_connected,
};
use tokio::io::{DuplexStream, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::bound::{Bound, Served, serve};
use crate::{breathe, settings, until};

/// As many as may wait for a connection.
pub(crate) const WAITING: usize = 3;

/// A client, and a message centre that can be reached while the gate is open.
pub(crate) struct Kept {
    pub(crate) client: Client,
    pub(crate) incoming: ClientIncoming,
    pub(crate) gate: watch::Sender<bool>,
    pub(crate) served: Arc<Mutex<Served>>,
    /// The message centre's ends of all connections, the present one last.
    pub(crate) centers: Arc<Mutex<Vec<Connection>>>,
}

type Centers = Arc<Mutex<Vec<Connection>>>;

async fn accept(
    far: DuplexStream,
    served: Arc<Mutex<Served>>,
    centers: Centers,
) -> Result<(), Error> {
    let binding = MessageCenter::open(far, settings()).bind_request();
    let (connection, requests) = binding.await?.accept(b"mc")?;
    centers.lock().unwrap().push(connection);
    serve(requests, served).await;
    Ok(())
}

impl Kept {
    pub(crate) fn new(is_open: bool, resend: bool) -> Self {
        let at_once = Duration::ZERO;
        let reconnect = ReconnectConfig::new()
            .with_first(at_once)
            .with_longest(at_once)
            .with_unbound(at_once);
        let client_settings = ClientSettings::new()
            .with_reconnect(reconnect)
            .with_max_waiting(WAITING)
            .with_max_wait(None)
            .with_resend(resend);
        let (gate, opened) = watch::channel(is_open);
        let (served, centers) = (Arc::<Mutex<Served>>::default(), Centers::default());
        let (client, incoming) = {
            let (served, centers) = (Arc::clone(&served), Arc::clone(&centers));
            stay_connected(client_settings, move || {
                let (mut opened, served) = (opened.clone(), Arc::clone(&served));
                let centers = Arc::clone(&centers);
                async move {
                    let _ = opened.wait_for(|is_open| *is_open).await;
                    let (near, far) = duplex(1 << 16);
                    tokio::spawn(accept(far, served, centers));
                    let esme = Esme::new("bank", "secret").with_settings(settings());
                    esme.bind(near).await
                }
            })
        };
        Self {
            client,
            incoming,
            gate,
            served,
            centers,
        }
    }

    pub(crate) async fn is_bound(&self) {
        until(|| matches!(self.client.state(), ClientState::Bound(_))).await;
    }

    pub(crate) fn other(&self, number: usize) -> JoinHandle<Result<MessageId, Error>> {
        let client = self.client.clone();
        let text = format!("other {number}");
        tokio::spawn(async move { client.submit_sm(message(text.as_bytes())).await })
    }

    pub(crate) fn times(&self, text: &[u8]) -> usize {
        self.served.lock().unwrap().times(text)
    }

    /// The present connection breaks.
    pub(crate) fn cut(&self) {
        self.centers.lock().unwrap().last().unwrap().abort();
    }

    /// The client's window is empty. Without a connection, as many requests as may wait do, no
    /// more, and all are answered over the next one.
    pub(crate) async fn is_whole(&self) {
        self.is_bound().await;
        self.served.lock().unwrap().release();
        let connection = self.client.connection();
        until(|| {
            connection
                .as_ref()
                .is_none_or(|bound| bound.outstanding() == 0)
        })
        .await;
        self.gate.send_replace(false);
        self.cut();
        until(|| !matches!(self.client.state(), ClientState::Bound(_))).await;
        let others: Vec<_> = (0..WAITING).map(|number| self.other(number)).collect();
        breathe(20).await;
        assert!(others.iter().all(|other| !other.is_finished()));
        let late = self.client.submit_sm(message(b"late")).await;
        assert!(matches!(late, Err(Error::NotConnected(_))), "{late:?}");
        self.gate.send_replace(true);
        Bound::got(others).await;
    }

    /// Without its client, every connection ends.
    pub(crate) async fn ends(self) {
        let centers = std::mem::take(&mut *self.centers.lock().unwrap());
        drop(self);
        for center in centers {
            let ended = timeout(LONG, center.closed()).await;
            ended.expect("a connection has outlived its client");
        }
    }
}
