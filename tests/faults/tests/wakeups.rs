//! Lost wake-ups, lost octets, lost answers: where others have failed.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{BindResp, Body, DeliverSm, EnquireLink, SubmitSm, SubmitSmResp, UnbindResp};
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv, Tlvs};
use smpp_codec::{CommandId, Header};
use smpp_faults::{LONG, Outcome, message, raw, submit, trial};
use smpp_session::Config;
use smpp_tokio::{Connection, Esme, Incoming, MessageCenter, Settings};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf, duplex};
use tokio::time::{sleep, timeout};

/// No keep-alive for a lost wake-up to hide behind.
fn no_keep_alive(window: usize) -> Settings {
    let session = Config::new()
        .with_enquire_link_interval(None)
        .with_response_timeout(None);
    Settings::new().with_session(session).with_window(window)
}

/// More senders than places in the window, on two workers, a hundred times: a trial is two rounds.
#[test]
fn eight_senders_never_stall() {
    trial(no_keep_alive(3), async |world| {
        for _ in 0..50 {
            let (connection, incoming) = world.connect(world.server()).await.unwrap();
            let answering = world.answer(incoming);
            let senders: Vec<_> = (0..8)
                .map(|_| {
                    let (connection, ledger) = (connection.clone(), world.ledger.clone());
                    tokio::spawn(async move {
                        for _ in 0..50 {
                            assert_eq!(submit(&connection, &ledger).await, Outcome::Acknowledged);
                        }
                    })
                })
                .collect();
            for sender in senders {
                sender.await.unwrap();
            }
            connection.unbind().await.unwrap();
            timeout(LONG, answering).await.unwrap().unwrap();
        }
    });
}

/// A bound pair over a pipe of so many octets.
async fn pair(octets: usize, settings: &Settings) -> [(Connection, Incoming); 2] {
    let (near, far) = duplex(octets);
    let center = tokio::spawn(MessageCenter::open(far, settings.clone()).bind_request());
    let esme = Esme::new("bank", "secret").with_settings(settings.clone());
    let (bound, binding) = tokio::join!(esme.bind(near), async {
        center.await.unwrap().unwrap().accept(b"mc").unwrap()
    });
    [bound.unwrap(), binding]
}

/// `write` taken for `write_all`: every octet of 60 kB, through a pipe of 100, both ways at once.
#[test]
fn a_slow_reader_gets_every_octet_in_order() {
    trial(no_keep_alive(10), async |_| {
        let [(esme, from_center), (center, from_esme)] = pair(100, &no_keep_alive(10)).await;
        tokio::join!(
            send_payloads(&esme, |tlvs| SubmitSm {
                tlvs,
                ..message(b"")
            }
            .into()),
            send_payloads(&center, |tlvs| DeliverSm {
                tlvs,
                ..DeliverSm::default()
            }
            .into()),
            take_payloads(from_center),
            take_payloads(from_esme),
        );
    });
}

fn payload(seed: u64) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(seed);
    (0..60_000).map(|_| rng.u8(..)).collect()
}

async fn send_payloads(connection: &Connection, with: impl for<'a> Fn(Tlvs<'a>) -> Body<'a>) {
    for seed in 0..5 {
        let payload = payload(seed);
        let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
        let sent = connection.request_ok(with((&tlvs).into()));
        timeout(LONG, sent)
            .await
            .expect("an octet is lost")
            .unwrap();
    }
}

async fn take_payloads(mut incoming: Incoming) {
    for seed in 0..5 {
        let request = timeout(LONG, incoming.next_request()).await;
        let request = request.expect("an octet is lost").unwrap();
        let tlvs = request.pdu().body.tlvs();
        assert!(
            tlvs.get(MESSAGE_PAYLOAD) == Ok(Some(&payload(seed)[..])),
            "{seed}"
        );
        request.accept(b"42").unwrap();
    }
}

/// A stream whose peer has answered before `write` returns; and once it is bound, has asked this
/// often whether we are there.
#[derive(Default)]
struct Echo {
    written: Vec<u8>,
    answers: VecDeque<u8>,
    reader: Option<Waker>,
    ended: bool,
    burst: u32,
    heard: Arc<AtomicU32>,
}

impl Echo {
    fn answer(&mut self) {
        let mut rest = &self.written[..];
        while let Ok(FrameSplit::Frame { frame, rest: after }) = frame::split(rest, usize::MAX) {
            rest = after;
            let header = Header::decode(frame).unwrap();
            let body: Body<'_> = match header.command_id {
                CommandId::BIND_TRANSCEIVER => {
                    let system_id = Some(&b"mc"[..]);
                    Body::BindTransceiverResp(BindResp {
                        system_id,
                        ..BindResp::default()
                    })
                }
                CommandId::SUBMIT_SM => SubmitSmResp::accepted(b"42").into(),
                CommandId::ENQUIRE_LINK_RESP => {
                    self.heard.fetch_add(1, Ordering::SeqCst);
                    continue;
                }
                _ => UnbindResp::default().into(),
            };
            self.ended = header.command_id == CommandId::UNBIND;
            self.answers
                .extend(raw::octets(header.sequence_number, body));
            if header.command_id == CommandId::BIND_TRANSCEIVER {
                let link = raw::octets(7, EnquireLink::default());
                (0..self.burst).for_each(|_| self.answers.extend(&link));
            }
        }
        self.written.drain(..self.written.len() - rest.len());
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl AsyncWrite for Echo {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.written.extend_from_slice(octets);
        this.answer();
        Poll::Ready(Ok(octets.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Echo {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let octets = this.answers.len().min(buffer.remaining());
        if octets == 0 && !this.ended {
            this.reader = Some(cx.waker().clone());
            return Poll::Pending;
        }
        for octet in this.answers.drain(..octets) {
            buffer.put_slice(&[octet]);
        }
        Poll::Ready(Ok(()))
    }
}

/// A response that is registered after the write is lost to a peer as fast as this.
#[test]
fn an_answer_that_is_there_before_the_write_returns_is_not_lost() {
    trial(no_keep_alive(10), async |_| {
        for _ in 0..20 {
            let esme = Esme::new("bank", "secret").with_settings(no_keep_alive(3));
            let bound = timeout(LONG, esme.bind(Echo::default())).await;
            let (connection, _incoming) = bound.expect("the bind's response is lost").unwrap();
            let senders: Vec<_> = (0..5)
                .map(|_| {
                    let connection = connection.clone();
                    tokio::spawn(async move {
                        for _ in 0..50 {
                            let submitted = timeout(LONG, connection.submit_sm(message(b"text")));
                            submitted.await.expect("a response is lost").unwrap();
                        }
                    })
                })
                .collect();
            for sender in senders {
                sender.await.unwrap();
            }
            timeout(LONG, connection.unbind()).await.unwrap().unwrap();
        }
    });
}

/// A driver that stops for others, after so much work, must wake itself: what it has not read yet
/// is there already, so that nothing else will.
#[test]
fn a_burst_is_read_to_its_end() {
    const LINKS: u32 = 500_000;
    trial(no_keep_alive(10), async |_| {
        let heard = Arc::new(AtomicU32::new(0));
        let stream = Echo {
            burst: LINKS,
            heard: Arc::clone(&heard),
            ..Echo::default()
        };
        let esme = Esme::new("bank", "secret").with_settings(no_keep_alive(10));
        let (connection, _incoming) = esme.bind(stream).await.unwrap();
        let all = async {
            while heard.load(Ordering::SeqCst) < LINKS {
                sleep(Duration::from_millis(10)).await;
            }
        };
        let all = timeout(LONG, all).await;
        all.unwrap_or_else(|_| panic!("{heard:?} answers of {LINKS}, and no more"));
        timeout(LONG, connection.unbind()).await.unwrap().unwrap();
    });
}

/// The peer never sees more unanswered requests than the window has places, and always as many.
#[test]
fn the_window_is_enforced_and_used() {
    const WINDOW: usize = 5;
    trial(no_keep_alive(WINDOW), async |_| {
        let (near, mut far) = duplex(1 << 16);
        let esme = Esme::new("bank", "secret").with_settings(no_keep_alive(WINDOW));
        let (bound, ()) = tokio::join!(esme.bind(near), raw::accept_bind(&mut far));
        let (connection, _incoming) = bound.unwrap();
        let senders: Vec<_> = (0..50)
            .map(|_| {
                let connection = connection.clone();
                tokio::spawn(async move { connection.submit_sm(message(b"text")).await })
            })
            .collect();
        let mut unanswered = VecDeque::new();
        for answered in 0..50 {
            while unanswered.len() < WINDOW.min(50 - answered) {
                let (header, _) = timeout(LONG, raw::read(&mut far)).await.unwrap().unwrap();
                unanswered.push_back(header.sequence_number);
            }
            // Any that should not be there would be here by now, or soon.
            if answered % 10 == 0 {
                let more = timeout(Duration::from_millis(50), raw::read(&mut far)).await;
                assert!(more.is_err(), "more than the window holds");
            }
            // In another order than they came.
            let number = unanswered
                .swap_remove_back(answered % unanswered.len())
                .unwrap();
            let answer = raw::octets(number, SubmitSmResp::accepted(b"42"));
            far.write_all(&answer).await.unwrap();
        }
        for sender in senders {
            timeout(LONG, sender).await.unwrap().unwrap().unwrap();
        }
    });
}
