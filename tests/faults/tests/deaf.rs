//! Peers that never read and peers that never answer: what they cost is bounded, and ends.

use std::time::Duration;

use smpp_codec::pdu::{EnquireLink, EnquireLinkResp, SubmitSm};
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};
use smpp_codec::{CommandId, CommandStatus};
use smpp_faults::{Census, Fault, LONG, Plan, Way, World, message, raw, submit, trial};
use smpp_session::Config;
use smpp_tokio::{Esme, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Timers short enough to be waited for.
fn impatient() -> Settings {
    let timer = Some(Duration::from_secs(1));
    let session = Config::new()
        .with_session_init_timeout(timer)
        .with_bind_timeout(timer)
        .with_response_timeout(timer)
        .with_enquire_link_interval(timer)
        .with_enquire_link_timeout(timer)
        .with_frame_timeout(timer)
        .with_unbind_timeout(timer);
    Settings::new()
        .with_session(session)
        .with_write_timeout(timer)
        .with_linger(Duration::from_secs(1))
}

/// A connection that goes dead, both ways, at octets all over a conversation.
fn goes_dead(fault: Fault) {
    trial(impatient(), async |world| {
        let mut conversations = JoinSet::new();
        for (at, to_server) in (0..260).step_by(5).flat_map(|at| [(at, true), (at, false)]) {
            let plan = Plan::one(to_server, Way::after(at, fault.clone()));
            let world = world.clone();
            conversations.spawn(async move {
                let proxy = world.proxy(plan).await;
                if let Some(bound) = world.connect(proxy.address()).await {
                    world.exchange(bound, 3).await;
                }
            });
        }
        while let Some(conversation) = conversations.join_next().await {
            conversation.unwrap();
        }
    });
}

#[test]
fn a_peer_that_stops_reading_at_any_octet_ends_every_request_once() {
    goes_dead(Fault::StopReading);
}

#[test]
fn a_peer_that_stops_answering_at_any_octet_ends_every_request_once() {
    goes_dead(Fault::Swallow);
}

/// What the process may need at once for one such peer: the limit on unsent octets, twice over
/// for both of its halves, and a read buffer.
const BOUND: usize = 4 * 1024 * 1024;

/// Sends as fast as it may and never reads. Answers how many octets were taken from it.
async fn shout(world: &World, octets: Vec<u8>) -> usize {
    let mut stream = TcpStream::connect(world.server()).await.unwrap();
    raw::bind_to(&mut stream).await;
    let mut taken = 0;
    // The message centre stops reading, and in the end closes the connection.
    while let Ok(Ok(())) = timeout(LONG, stream.write_all(&octets)).await {
        taken += octets.len();
        assert!(taken < 256 << 20, "it is read from without end");
    }
    taken
}

fn is_bounded(octets: &[u8]) {
    trial(impatient(), async |world| {
        Census::forget_peak();
        let before = Census::take().octets;
        let taken = shout(world, octets.to_vec()).await;
        let grown = Census::peak_octets() - before;
        println!("took {taken} octets, and never needed more than {grown}");
        assert!(grown < BOUND, "needed {grown} octets");
    });
}

#[test]
fn a_client_that_never_reads_its_responses_is_bounded() {
    let submits: Vec<_> = (2..102).flat_map(|n| raw::submit(n, b"text")).collect();
    is_bounded(&submits);
}

#[test]
fn a_client_that_never_reads_its_enquire_link_resps_is_bounded() {
    let links: Vec<_> = (2..502)
        .flat_map(|n| raw::octets(n, EnquireLink::default()))
        .collect();
    is_bounded(&links);
}

/// What is held back for want of room is handled once there is some: no timer, nothing new to
/// read, nobody else who could wake the driver.
#[test]
fn what_was_held_back_is_answered_when_there_is_room() {
    let settings = Settings::new()
        .with_session(Config::new().with_enquire_link_interval(None))
        .with_max_unsent_octets(100);
    trial(settings, async |world| {
        let links: Vec<_> = (2..502)
            .flat_map(|n| raw::octets(n, EnquireLink::default()))
            .collect();
        let mut stream = TcpStream::connect(world.server()).await.unwrap();
        raw::bind_to(&mut stream).await;
        stream.write_all(&links).await.unwrap();
        let mut answers = 0;
        while answers < 500 {
            let answer = timeout(LONG, raw::read(&mut stream)).await;
            let answer = answer.unwrap_or_else(|_| panic!("{answers} answers of 500, and no more"));
            let (header, _) = answer.unwrap();
            answers += usize::from(header.command_id == CommandId::ENQUIRE_LINK_RESP);
        }
    });
}

/// A message centre that binds one client, and then only talks: it is alive, and never reads.
async fn never_reads() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        raw::accept_bind(&mut stream).await;
        let alive = raw::octets(7, EnquireLink::default());
        while stream.write_all(&alive).await.is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
    });
    address
}

#[test]
fn a_message_centre_that_never_reads_is_bounded() {
    trial(impatient(), async |_| {
        let payload = vec![b'x'; 60_000];
        let settings = impatient().with_window(1000);
        let esme = Esme::new("bank", "secret").with_settings(settings);
        let (connection, _incoming) = esme.connect(never_reads().await).await.unwrap();
        Census::forget_peak();
        let before = Census::take().octets;
        let mut submits = JoinSet::new();
        for _ in 0..1000 {
            let (connection, payload) = (connection.clone(), payload.clone());
            submits.spawn(async move {
                let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
                let submit = SubmitSm {
                    tlvs: (&tlvs).into(),
                    ..message(b"")
                };
                connection.submit_sm(submit).await
            });
        }
        while let Some(submit) = timeout(LONG, submits.join_next())
            .await
            .expect("never ended")
        {
            submit.unwrap().unwrap_err();
        }
        let grown = Census::peak_octets() - before;
        // The callers' own payloads are most of it.
        assert!(grown < 1000 * 65_000 + BOUND, "needed {grown} octets");
        timeout(LONG, connection.closed())
            .await
            .expect("never closed");
    });
}

/// A message centre that answers `enquire_link`, and nothing else.
async fn never_answers() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        raw::accept_bind(&mut stream).await;
        while let Some((header, _)) = raw::read(&mut stream).await {
            if header.command_id == CommandId::ENQUIRE_LINK {
                let answer = raw::octets(header.sequence_number, EnquireLinkResp::default());
                let _ = stream.write_all(&answer).await;
            }
        }
    });
    address
}

#[test]
fn a_message_centre_that_never_answers_fails_each_request_and_no_more() {
    trial(impatient(), async |world| {
        let address = never_answers().await;
        let (connection, incoming) = world.connect(address).await.unwrap();
        let mut submits = JoinSet::new();
        // Three windows full: each place becomes free when its request has expired.
        for _ in 0..30 {
            let (connection, ledger) = (connection.clone(), world.ledger.clone());
            submits.spawn(async move { submit(&connection, &ledger).await });
        }
        while submits.join_next().await.is_some() {}
        assert_eq!(connection.outstanding(), 0);
        assert_eq!(connection.close_reason(), None, "it is alive");
        drop(incoming);
        timeout(LONG, connection.unbind()).await.unwrap().unwrap();
    });
}

/// Of an application that takes requests and never answers: the peer is throttled.
#[test]
fn an_application_that_never_answers_is_not_drowned() {
    trial(impatient(), async |_| {
        let (near, mut far) = tokio::io::duplex(1 << 16);
        let application = tokio::spawn(async move {
            let unbound = smpp_tokio::MessageCenter::open(near, Settings::default());
            let binding = unbound.bind_request().await.unwrap();
            let (_connection, mut incoming) = binding.accept(b"mc").unwrap();
            let mut held = Vec::new();
            while let Some(request) = incoming.next_request().await {
                held.push(request);
                assert!(held.len() <= 100, "more than max_unanswered");
            }
            held.len()
        });
        raw::bind_to(&mut far).await;
        for number in 2..302 {
            far.write_all(&raw::submit(number, b"text")).await.unwrap();
        }
        for _ in 0..200 {
            let (header, _) = timeout(LONG, raw::read(&mut far)).await.unwrap().unwrap();
            assert_eq!(header.command_status, CommandStatus::ESME_RTHROTTLED);
        }
        let more = timeout(Duration::from_millis(100), far.read_u8());
        assert!(more.await.is_err(), "an answer that nobody gave");
        drop(far);
        assert_eq!(timeout(LONG, application).await.unwrap().unwrap(), 100);
    });
}
