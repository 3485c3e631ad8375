//! Connections that come about: from either end, by an outbind, in TLS.

use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::Outbind;
use smpp_faults::{Tls, message};
use smpp_tokio::{Acceptor, Error, Esme, MessageCenter, OpenConnection};
use tokio::io::duplex;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::bound::serve;
use crate::{polled, settings, sweep, until};

async fn listen(acceptor: Acceptor) -> MessageCenter {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    center.with_acceptor(acceptor.with_settings(settings()))
}

/// Dropped, it closes the connection: the message centre is not left waiting.
#[tokio::test]
async fn a_bind() {
    sweep(async |times, turns| {
        let (near, far) = duplex(1 << 16);
        let center = tokio::spawn(async move {
            let binding = MessageCenter::open(far, settings()).bind_request().await?;
            let (connection, _incoming) = binding.accept(b"mc")?;
            Ok::<_, Error>(connection.closed().await)
        });
        let esme = Esme::new("bank", "secret").with_settings(settings());
        let done = polled(esme.bind(near), times, turns).await;
        let is_done = done.is_some();
        drop(done);
        // Refused or closed, as far as it had come.
        let _ = center.await.unwrap();
        is_done
    })
    .await;
}

/// Dropped, it closes the connection: the client is not left waiting.
#[tokio::test]
async fn a_bind_request() {
    sweep(async |times, turns| {
        let (near, far) = duplex(1 << 16);
        let binding = tokio::spawn(async move {
            let esme = Esme::new("bank", "secret").with_settings(settings());
            esme.bind(near).await.map(drop)
        });
        let unbound: OpenConnection = MessageCenter::open(far, settings());
        let done = polled(unbound.bind_request(), times, turns).await;
        let is_done = done.is_some();
        drop(done);
        binding.await.unwrap().unwrap_err();
        is_done
    })
    .await;
}

#[tokio::test]
async fn a_refusal() {
    sweep(async |times, turns| {
        let (near, far) = duplex(1 << 16);
        let binding = tokio::spawn(async move {
            let esme = Esme::new("bank", "secret").with_settings(settings());
            esme.bind(near).await.map(drop)
        });
        let binding_request = MessageCenter::open(far, settings()).bind_request().await;
        let refusing = binding_request
            .unwrap()
            .refuse(CommandStatus::ESME_RINVPASWD);
        let done = polled(refusing, times, turns).await;
        let refused = binding.await.unwrap().unwrap_err();
        let by_us = matches!(&refused, Error::Refused(CommandStatus::ESME_RINVPASWD));
        assert!(by_us || times == 0, "{refused}");
        done.is_some()
    })
    .await;
}

/// No connection is lost between two calls.
#[tokio::test]
async fn an_accept() {
    let center = listen(Acceptor::new()).await;
    let address = center.local_addr().unwrap();
    sweep(async |times, turns| {
        let client = TcpStream::connect(address).await.unwrap();
        let local = client.local_addr().unwrap();
        sleep(Duration::from_millis(turns as u64)).await;
        let done = polled(center.accept(), times, turns).await;
        let is_done = done.is_some();
        let accepted = match done {
            Some(accepted) => accepted,
            None => center.accept().await,
        };
        let (_unbound, peer) = accepted.unwrap();
        assert_eq!(peer, local);
        is_done
    })
    .await;
}

/// Nor is one whose handshake is under way.
#[tokio::test]
async fn an_accept_in_tls() {
    let tls = Tls::new();
    let center = listen(Acceptor::new().with_tls(tls.server.clone())).await;
    let address = center.local_addr().unwrap().to_string();
    sweep(async |times, turns| {
        let binding = {
            let (tls, address) = (tls.client.clone(), address.clone());
            let esme = Esme::new("bank", "secret").with_settings(settings());
            tokio::spawn(async move { esme.connect_tls(&tls, &address).await.map(drop) })
        };
        let done = polled(center.accept(), times, turns).await;
        let is_done = done.is_some();
        let accepted = match done {
            Some(accepted) => accepted,
            None => center.accept().await,
        };
        let bound = accepted
            .unwrap()
            .0
            .bind_request()
            .await
            .unwrap()
            .accept(b"mc");
        binding.await.unwrap().unwrap();
        drop(bound);
        is_done
    })
    .await;
}

/// Dropped in its handshake or in its bind, nothing is left of it in the message centre, and the
/// next one is served.
#[tokio::test]
async fn a_connection_in_tls() {
    let tls = Tls::new();
    let center = listen(Acceptor::new().with_tls(tls.server.clone())).await;
    let address = center.local_addr().unwrap().to_string();
    let group = center.group().clone();
    let serving = tokio::spawn(async move {
        loop {
            let (unbound, _) = center.accept().await.unwrap();
            tokio::spawn(async move {
                let (_connection, requests) = unbound.bind_request().await?.accept(b"mc")?;
                serve(requests, Default::default()).await;
                Ok::<_, Error>(())
            });
        }
    });
    let esme = Esme::new("bank", "secret").with_settings(settings());
    sweep(async |times, turns| {
        let done = polled(esme.connect_tls(&tls.client, &address), times, turns).await;
        let is_done = done.map(Result::unwrap).is_some();
        let next = esme.connect_tls(&tls.client, &address).await;
        let (connection, _incoming) = next.unwrap();
        assert_eq!(connection.submit_sm(message(b"hi")).await.unwrap(), b"hi");
        connection.unbind().await.unwrap();
        until(|| group.connections() == 0).await;
        is_done
    })
    .await;
    serving.abort();
}

fn outbind() -> Outbind<'static> {
    Outbind {
        system_id: b"mc",
        password: b"secret",
        ..Outbind::default()
    }
}

/// Dropped, it closes the connection: the ESME is not left waiting, and the next one is heard.
#[tokio::test]
async fn an_outbind() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let esme = tokio::spawn(async move {
        let esme = Esme::new("bank", "secret").with_settings(settings());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // As far as it comes.
            let Ok(outbound) = esme.await_outbind(stream).await else {
                continue;
            };
            assert_eq!(outbound.request(), outbind());
            if let Ok((connection, _incoming)) = outbound.bind(esme.credentials()).await {
                connection.closed().await;
            }
        }
    });
    let center = listen(Acceptor::new()).await;
    sweep(async |times, turns| {
        let done = polled(center.outbind(address, outbind()), times, turns).await;
        let is_done = done.map(Result::unwrap).is_some();
        let next = center.outbind(address, outbind()).await.unwrap();
        let (connection, _incoming) = next.bind_request().await.unwrap().accept(b"mc").unwrap();
        connection.unbind().await.unwrap();
        until(|| center.group().connections() == 0).await;
        is_done
    })
    .await;
    esme.abort();
}

/// Dropped, either of them closes the connection: the message centre is not left waiting.
#[tokio::test]
async fn a_wait_for_an_outbind_and_its_bind() {
    for bind_too in [false, true] {
        sweep(async |times, turns| {
            let (near, far) = duplex(1 << 16);
            let unbound = MessageCenter::open(far, settings());
            unbound.connection().outbind(outbind()).unwrap();
            let center = tokio::spawn(async move {
                let (connection, _incoming) = unbound.bind_request().await?.accept(b"mc")?;
                Ok::<_, Error>(connection.closed().await)
            });
            let esme = Esme::new("bank", "secret").with_settings(settings());
            let is_done = if bind_too {
                let outbound = esme.await_outbind(near).await.unwrap();
                let done = polled(outbound.bind(esme.credentials()), times, turns).await;
                done.map(Result::unwrap).is_some()
            } else {
                let done = polled(esme.await_outbind(near), times, turns).await;
                done.map(Result::unwrap).is_some()
            };
            let ended = center.await.unwrap();
            assert!(bind_too || ended.is_err(), "nobody has bound");
            is_done
        })
        .await;
    }
}
