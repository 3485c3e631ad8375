//! A client that stays connected, while its connections come and go.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use smpp_codec::pdu::DeliverSm;
use smpp_codec::values::Address;
use smpp_faults::{LONG, message};
use smpp_session::{FailReason, ReconnectConfig};
use smpp_tokio::{
    Client, ClientIncoming, ClientSettings, ClientState, Connection, Error, Esme, MessageCenter,
    MessageId, Received, stay_connected,
};
use tokio::io::{DuplexStream, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::bound::{Bound, Served, serve, text_of};
use crate::{breathe, polled, settings, sweep, until};

/// As many as may wait for a connection.
const WAITING: usize = 3;

/// A client, and a message centre that can be reached while the gate is open.
struct Kept {
    client: Client,
    incoming: ClientIncoming,
    gate: watch::Sender<bool>,
    served: Arc<Mutex<Served>>,
    /// The message centre's ends of all connections, the present one last.
    centers: Arc<Mutex<Vec<Connection>>>,
}

type Centers = Arc<Mutex<Vec<Connection>>>;

async fn accept(
    far: DuplexStream,
    served: Arc<Mutex<Served>>,
    centers: Centers,
) -> Result<(), Error> {
    let binding = MessageCenter::unbound(far, settings()).bind_request();
    let (connection, requests) = binding.await?.accept(b"mc")?;
    centers.lock().unwrap().push(connection);
    serve(requests, served).await;
    Ok(())
}

impl Kept {
    fn new(is_open: bool, resend: bool) -> Self {
        let at_once = Duration::ZERO;
        let client_settings = ClientSettings {
            reconnect: ReconnectConfig {
                first: at_once,
                longest: at_once,
                unbound: at_once,
                ..ReconnectConfig::default()
            },
            max_waiting: WAITING,
            max_wait: None,
            resend,
        };
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
                    let esme = Esme::new("bank", "secret").settings(settings());
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

    async fn is_bound(&self) {
        until(|| matches!(self.client.state(), ClientState::Bound(_))).await;
    }

    fn other(&self, number: usize) -> JoinHandle<Result<MessageId, Error>> {
        let client = self.client.clone();
        let text = format!("other {number}");
        tokio::spawn(async move { client.submit_sm(message(text.as_bytes())).await })
    }

    fn times(&self, text: &[u8]) -> usize {
        self.served.lock().unwrap().times(text)
    }

    /// The present connection breaks.
    fn cut(&self) {
        self.centers.lock().unwrap().last().unwrap().abort();
    }

    /// The client's window is empty. Without a connection, as many requests as may wait do, no
    /// more, and all are answered over the next one.
    async fn is_whole(&self) {
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
        assert!(matches!(late, Err(Error::NotBound)), "{late:?}");
        self.gate.send_replace(true);
        Bound::got(others).await;
    }

    /// Without its client, every connection ends.
    async fn ends(self) {
        let centers = std::mem::take(&mut *self.centers.lock().unwrap());
        drop(self);
        for center in centers {
            let ended = timeout(LONG, center.closed()).await;
            ended.expect("a connection has outlived its client");
        }
    }
}

#[tokio::test]
async fn a_request_that_waits_for_a_connection() {
    for within in [false, true] {
        sweep(async |times, turns| {
            let kept = Kept::new(false, false);
            let others = vec![kept.other(0)];
            breathe(2).await;
            let client = match within {
                true => kept.client.within(LONG),
                false => kept.client.clone(),
            };
            let opening = async {
                breathe(4).await;
                kept.gate.send_replace(true);
            };
            let dropped = polled(client.submit_sm(message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(dropped, opening);
            drop(client);
            Bound::got(others).await;
            kept.is_whole().await;
            let sent = kept.times(b"dropped");
            match &done {
                Some(id) => assert_eq!((&**id.as_ref().unwrap(), sent), (&b"dropped"[..], 1)),
                None => assert!(sent <= times.min(1), "sent {sent} times"),
            }
            kept.ends().await;
            done.is_some()
        })
        .await;
    }
}

/// It was sent, and nobody knows more: it is sent again only if that is wanted, and only while
/// somebody waits for it.
#[tokio::test]
async fn a_request_whose_connection_is_lost() {
    for resend in [false, true] {
        sweep(async |times, turns| {
            let kept = Kept::new(true, resend);
            kept.is_bound().await;
            kept.served.lock().unwrap().hold();
            let cutting = async {
                breathe(4).await;
                kept.cut();
                breathe(4).await;
                kept.served.lock().unwrap().release();
            };
            let dropped = polled(kept.client.submit_sm(message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(dropped, cutting);
            until(|| kept.centers.lock().unwrap().len() > 1).await;
            kept.is_whole().await;
            match &done {
                Some(Ok(id)) if resend => assert_eq!(*id, b"dropped"),
                Some(Err(Error::Failed(FailReason::Closed))) if !resend => {}
                Some(other) => panic!("{other:?}"),
                None => {}
            }
            let most = if resend { 2 } else { 1 };
            assert!(kept.times(b"dropped") <= times.min(most));
            kept.ends().await;
            done.is_some()
        })
        .await;
    }
}

/// None is missed, and none is told twice.
#[tokio::test]
async fn the_next_change() {
    sweep(async |times, turns| {
        let kept = Kept::new(true, false);
        let (mut told, mut changes) = (Vec::new(), kept.client.changes());
        let mut dropped_early = 0;
        let ending = async {
            kept.is_bound().await;
            kept.cut();
            until(|| kept.centers.lock().unwrap().len() > 1).await;
            kept.is_bound().await;
            kept.client.stop().await;
        };
        let watching = async {
            loop {
                let change = match polled(changes.next(), times, turns).await {
                    Some(change) => change,
                    None => {
                        dropped_early += 1;
                        changes.next().await
                    }
                };
                let Some(change) = change else { break };
                told.push(match change {
                    ClientState::Connecting => "connecting",
                    ClientState::Bound(_) => "bound",
                    ClientState::Waiting { .. } => "waiting",
                    _ => "stopped",
                });
            }
        };
        tokio::join!(ending, watching);
        let all = ["connecting", "bound", "waiting"];
        assert_eq!(told, [&all[..], &all[..2], &["stopped"]].concat());
        kept.ends().await;
        dropped_early == 0
    })
    .await;
}

/// Neither `next` nor `next_request` loses a request, over one connection or the next.
#[tokio::test]
async fn the_next_request_of_any_connection() {
    for only_requests in [false, true] {
        sweep(async |times, turns| {
            let mut kept = Kept::new(true, false);
            kept.is_bound().await;
            let centers = Arc::clone(&kept.centers);
            let delivering = tokio::spawn(async move {
                let to = Address::unknown(b"1");
                for number in 0..5 {
                    let center = centers.lock().unwrap().last().unwrap().clone();
                    let text = format!("{number}");
                    let deliver = DeliverSm::text(to, to, text.as_bytes());
                    center.deliver_sm(deliver).await.unwrap();
                    if number == 2 {
                        center.abort();
                        until(|| centers.lock().unwrap().len() > 1).await;
                    }
                }
            });
            let mut dropped_early = 0;
            for number in 0..5 {
                let incoming = &mut kept.incoming;
                let dropped = if only_requests {
                    polled(incoming.next_request(), times, turns)
                        .await
                        .flatten()
                } else {
                    match polled(incoming.next(), times, turns).await.flatten() {
                        Some(Received::Request(request)) => Some(request),
                        _ => None,
                    }
                };
                dropped_early += usize::from(dropped.is_none());
                let request = match dropped {
                    Some(request) => request,
                    None => incoming.next_request().await.unwrap(),
                };
                assert_eq!(text_of(&request), format!("{number}").into_bytes());
                request.accept(b"").unwrap();
            }
            delivering.await.unwrap();
            kept.ends().await;
            dropped_early == 0
        })
        .await;
    }
}

/// Polled once, the client stops, whoever waits for it: what is in flight is finished, and what
/// waits for a connection fails. Never polled, it goes on.
#[tokio::test]
async fn a_stop() {
    for is_open in [true, false] {
        sweep(async |times, turns| {
            let mut kept = Kept::new(is_open, false);
            if is_open {
                kept.is_bound().await;
                kept.served.lock().unwrap().hold();
            }
            let others: Vec<_> = (0..WAITING).map(|number| kept.other(number)).collect();
            breathe(50).await;
            let releasing = async {
                breathe(4).await;
                kept.served.lock().unwrap().release();
            };
            let (done, ()) = tokio::join!(polled(kept.client.stop(), times, turns), releasing);
            if times == 0 {
                kept.gate.send_replace(true);
                Bound::got(others).await;
                kept.is_whole().await;
            } else {
                until(|| matches!(kept.client.state(), ClientState::Stopped(None))).await;
                if is_open {
                    Bound::got(others).await;
                } else {
                    for other in others {
                        let failed = timeout(LONG, other).await.expect("it waits for ever");
                        assert!(matches!(failed.unwrap(), Err(Error::NotBound)));
                    }
                }
                let late = kept.client.submit_sm(message(b"late")).await;
                assert!(matches!(late, Err(Error::NotBound)), "{late:?}");
                assert!(timeout(LONG, kept.incoming.next()).await.unwrap().is_none());
            }
            kept.ends().await;
            done.is_some()
        })
        .await;
    }
}
