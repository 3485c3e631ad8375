//! What TLS makes of faults: nothing is said in clear, nothing is left behind.

use std::time::Duration;

use smpp_faults::{Fault, LONG, Plan, Tls, Trial, Way, World, raw};
use smpp_session::Config;
use smpp_tokio::{Error, Esme, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Timers short enough to be waited for.
fn settings() -> Settings {
    let timer = Some(Duration::from_secs(2));
    let session = Config::new()
        .with_session_init_timeout(timer)
        .with_bind_timeout(timer)
        .with_response_timeout(timer)
        .with_frame_timeout(timer)
        .with_unbind_timeout(timer);
    Settings::new()
        .with_session(session)
        .with_connect_timeout(Duration::from_secs(2))
        .with_linger(Duration::from_secs(1))
}

fn trial(scenario: impl AsyncFn(&World)) {
    Trial::new(settings())
        .with_tls(Tls::new())
        .run_bounded(scenario);
}

/// How many conversations go on at once.
const AT_ONCE: usize = 16;

/// From the first octet of the handshake to the last of the unbind, every so many octets.
fn sweep(fault: Fault, step: usize) {
    trial(async |world| {
        let proxy = world.proxy(Plan::CLEAN).await;
        let bound = world.connect(proxy.address()).await.unwrap();
        assert_eq!(world.exchange(bound, 3).await, 3);
        let [to_server, to_client] = proxy.passed();
        let at = |octets: u64, to_server| {
            let fault = &fault;
            let offsets = (0..octets).step_by(step);
            offsets.map(move |at| Plan::one(to_server, Way::after(at, fault.clone())))
        };
        let mut plans = at(to_server, true).chain(at(to_client, false));
        let (mut bound, mut tried) = (0, 0);
        let mut conversations = JoinSet::new();
        loop {
            while conversations.len() < AT_ONCE {
                let Some(plan) = plans.next() else { break };
                let world = world.clone();
                conversations.spawn(async move {
                    let proxy = world.proxy(plan).await;
                    match world.connect(proxy.address()).await {
                        Some(bound) => world.exchange(bound, 3).await > 0,
                        None => false,
                    }
                });
            }
            let Some(conversation) = conversations.join_next().await else {
                break;
            };
            tried += 1;
            bound += usize::from(conversation.unwrap());
        }
        assert!(
            tried > 100 && 0 < bound && bound < tried,
            "{bound} of {tried}"
        );
    });
}

#[test]
fn a_cut_in_the_handshake_or_later_ends_every_request_once() {
    sweep(Fault::Cut, 7);
}

#[test]
fn a_reset_in_the_handshake_or_later_ends_every_request_once() {
    sweep(Fault::Reset, 11);
}

#[test]
fn garbage_in_the_handshake_or_later_ends_every_request_once() {
    sweep(
        Fault::Garbage {
            seed: 42,
            octets: 20,
        },
        13,
    );
}

#[test]
fn silence_in_the_handshake_or_later_ends_every_request_once() {
    sweep(Fault::Swallow, 13);
}

#[test]
fn one_octet_at_a_time_is_no_obstacle() {
    trial(async |world| {
        let proxy = world.proxy(Plan::both(Way::OCTETS)).await;
        let bound = world.connect(proxy.address()).await.unwrap();
        assert_eq!(world.exchange(bound, 20).await, 20);
    });
}

#[test]
fn a_certificate_that_is_not_trusted_ends_the_connection_before_the_bind() {
    trial(async |world| {
        let stranger = Tls::new();
        for _ in 0..20 {
            let esme = Esme::new("bank", "secret").with_settings(settings());
            let address = world.server().to_string();
            let refused = timeout(LONG, esme.connect_tls(&stranger.client, &address)).await;
            let refused = refused.unwrap();
            assert!(matches!(refused, Err(Error::Tls(_))), "{refused:?}");
        }
    });
}

#[test]
fn who_speaks_in_clear_to_the_tls_port_is_never_answered_in_clear() {
    trial(async |world| {
        for _ in 0..20 {
            let mut stream = TcpStream::connect(world.server()).await.unwrap();
            stream.write_all(&raw::bind()).await.unwrap();
            let mut answer = Vec::new();
            // An alert of TLS, or nothing; then the end, or a reset.
            let _ = timeout(LONG, stream.read_to_end(&mut answer))
                .await
                .unwrap();
            assert!(answer.is_empty() || answer[0] == 21, "{answer:?}");

            let esme = Esme::new("bank", "secret").with_settings(settings());
            let refused = timeout(LONG, esme.connect(world.server())).await.unwrap();
            assert!(refused.is_err());
        }
    });
}

#[test]
fn who_says_nothing_to_the_tls_port_holds_up_nobody_and_goes() {
    trial(async |world| {
        let mut silent = Vec::new();
        for _ in 0..500 {
            silent.push(TcpStream::connect(world.server()).await.unwrap());
        }
        let bound = world.connect(world.server()).await.unwrap();
        assert_eq!(world.exchange(bound, 3).await, 3);
        for mut stream in silent {
            let mut answer = Vec::new();
            let _ = timeout(LONG, stream.read_to_end(&mut answer))
                .await
                .unwrap();
            assert!(answer.is_empty(), "{answer:?}");
        }
    });
}
