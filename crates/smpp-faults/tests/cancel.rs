//! Every future, dropped at every point at which it waits: the session works on, the window is
//! whole, and nobody else loses anything.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::Body;
use smpp_faults::{LONG, message};
use smpp_session::{CloseReason, Config};
use smpp_tokio::{
    Answer, Answers, BulkSender, Connection, Error, Esme, Incoming, MessageCenter, MessageId,
    Request, Settings, Unbound,
};
use tokio::io::{DuplexStream, duplex};
use tokio::net::TcpStream;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{sleep, timeout};

const WINDOW: usize = 3;

/// Nothing but what the test does may wake anybody.
fn settings() -> Settings {
    let session = Config {
        enquire_link_interval: None,
        response_timeout: None,
        ..Config::default()
    };
    Settings {
        session,
        window: WINDOW,
        ..Settings::default()
    }
}

async fn breathe(turns: usize) {
    for _ in 0..turns {
        yield_now().await;
    }
}

/// Waits until it is so.
async fn until(mut is_so: impl FnMut() -> bool) {
    let waiting = async {
        while !is_so() {
            yield_now().await;
        }
    };
    timeout(LONG, waiting).await.expect("waited in vain");
}

/// Polls a future so many times, while all others get so many turns between, and drops it. Gives
/// what it gave, if it did.
async fn polled<F: Future>(future: F, times: usize, turns: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..times {
        if let Poll::Ready(output) = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
            return Some(output);
        }
        breathe(turns).await;
    }
    None
}

/// Calls with every number of polls until the future is done by then, for each of several numbers
/// of turns between. `attempt` answers whether it was done.
async fn sweep(mut attempt: impl AsyncFnMut(usize, usize) -> bool) {
    let mut done = 0;
    for turns in [0, 1, 2, 3, 5, 8, 20, 100] {
        for times in 0..40 {
            if timeout(LONG, attempt(times, turns))
                .await
                .expect("something stalled")
            {
                assert!(times > 0);
                done += 1;
                break;
            }
        }
    }
    assert!(
        done > 0,
        "the future was never done: its later stages were not tried"
    );
}

/// A bound pair in memory. The message centre answers with the text as id, or holds requests back
/// while it is told to.
struct Bound {
    esme: Connection,
    incoming: Incoming,
    center: Connection,
    served: Arc<Mutex<Served>>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Served {
    texts: Vec<Vec<u8>>,
    held: Option<Vec<Request>>,
}

fn text_of(request: &Request) -> Vec<u8> {
    match request.pdu().body {
        Body::SubmitSm(submit) => submit.short_message.to_vec(),
        _ => Vec::new(),
    }
}

async fn serve(mut requests: Incoming, served: Arc<Mutex<Served>>) {
    while let Some(request) = requests.next_request().await {
        let text = text_of(&request);
        let mut served = served.lock().unwrap();
        served.texts.push(text.clone());
        match &mut served.held {
            Some(held) => held.push(request),
            None => drop(request.accept(&text)),
        }
    }
}

async fn bind(near: DuplexStream, far: DuplexStream) -> [(Connection, Incoming); 2] {
    let esme = Esme::new("bank", "secret").settings(settings());
    let center = async {
        let binding = MessageCenter::unbound(far, settings()).bind_request().await;
        binding.unwrap().accept(b"mc").unwrap()
    };
    let (bound, accepted) = tokio::join!(esme.bind(near), center);
    [bound.unwrap(), accepted]
}

impl Bound {
    async fn new() -> Self {
        let (near, far) = duplex(1 << 16);
        let [(esme, incoming), (center, requests)] = bind(near, far).await;
        let served = Arc::<Mutex<Served>>::default();
        let serving = tokio::spawn(serve(requests, Arc::clone(&served)));
        Self {
            esme,
            incoming,
            center,
            served,
            serving,
        }
    }

    /// Somebody else's request.
    fn other(&self, text: String) -> JoinHandle<Result<MessageId, Error>> {
        let esme = self.esme.clone();
        tokio::spawn(async move { esme.submit_sm(message(text.as_bytes())).await })
    }

    fn others(&self, count: usize) -> Vec<JoinHandle<Result<MessageId, Error>>> {
        (0..count)
            .map(|number| self.other(format!("other {number}")))
            .collect()
    }

    fn hold(&self) {
        self.served.lock().unwrap().held.get_or_insert_default();
    }

    fn held(&self) -> usize {
        self.served
            .lock()
            .unwrap()
            .held
            .as_ref()
            .map_or(0, Vec::len)
    }

    fn release(&self) {
        let held = self.served.lock().unwrap().held.take();
        for request in held.into_iter().flatten() {
            let text = text_of(&request);
            request.accept(&text).unwrap();
        }
    }

    fn was_served(&self, text: &[u8]) -> bool {
        self.served
            .lock()
            .unwrap()
            .texts
            .iter()
            .any(|other| other == text)
    }

    /// All that others have asked was answered, to whom asked it.
    async fn got(others: Vec<JoinHandle<Result<MessageId, Error>>>) {
        for (number, other) in others.into_iter().enumerate() {
            let id = timeout(LONG, other)
                .await
                .expect("another's response is lost");
            assert_eq!(*id.unwrap().unwrap(), *format!("other {number}").as_bytes());
        }
    }

    /// As many requests as the window has places fit, no more, and all are answered.
    async fn is_whole(&self) {
        self.release();
        until(|| self.esme.outstanding() == 0).await;
        self.hold();
        let others = self.others(WINDOW + 2);
        until(|| self.held() >= WINDOW).await;
        breathe(100).await;
        assert_eq!(self.held(), WINDOW);
        assert_eq!(self.esme.outstanding() as usize, WINDOW);
        self.release();
        Self::got(others).await;
    }

    async fn ends(self) {
        let ended = timeout(LONG, async {
            assert_eq!(self.esme.unbind().await.unwrap(), CloseReason::Unbound);
            self.center.closed().await;
            self.serving.await.unwrap();
        });
        ended.await.expect("the session never ended");
        drop(self.incoming);
    }
}

#[tokio::test]
async fn a_request_with_room() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        let others = bound.others(1);
        let done = polled(bound.esme.submit_sm(message(b"dropped")), times, turns).await;
        if let Some(id) = &done {
            assert_eq!(**id.as_ref().unwrap(), *b"dropped");
        }
        Bound::got(others).await;
        bound.is_whole().await;
        assert_eq!(
            bound.was_served(b"dropped"),
            times > 0,
            "sent by its first poll, not before"
        );
        bound.ends().await;
        done.is_some()
    })
    .await;
}

/// The window is full, others wait before it and behind it, and room comes while it waits.
#[tokio::test]
async fn a_request_without_room() {
    for within in [false, true] {
        sweep(async |times, turns| {
            let bound = Bound::new().await;
            bound.hold();
            let mut others = bound.others(WINDOW + 1);
            breathe(20).await;
            let esme = if within {
                bound.esme.within(LONG)
            } else {
                bound.esme.clone()
            };
            let behind = async {
                breathe(1).await;
                others.push(bound.other(format!("other {}", WINDOW + 1)));
                breathe(3).await;
                bound.release();
            };
            let dropped = polled(esme.submit_sm(message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(dropped, behind);
            Bound::got(others).await;
            bound.is_whole().await;
            bound.ends().await;
            done.is_some()
        })
        .await;
    }
}

/// Dropped while it still waits for room, it is not sent afterwards.
#[tokio::test]
async fn a_request_that_never_had_room_is_never_sent() {
    let bound = Bound::new().await;
    bound.hold();
    let others = bound.others(WINDOW);
    breathe(50).await;
    for times in 1..5 {
        let dropped = polled(bound.esme.submit_sm(message(b"dropped")), times, 5).await;
        assert!(dropped.is_none());
    }
    bound.release();
    Bound::got(others).await;
    bound.is_whole().await;
    assert!(!bound.was_served(b"dropped"));
    bound.ends().await;
}

/// Woken, because one place has become free, and dropped before it takes it: whoever waits behind
/// it gets the place, though nothing else happens that could tell them.
#[tokio::test]
async fn whoever_is_woken_and_goes_passes_the_room_on() {
    for way in 0..3 {
        let bound = Bound::new().await;
        bound.hold();
        let mut others = bound.others(WINDOW);
        breathe(50).await;
        assert_eq!(bound.held(), WINDOW);
        let (mut sender, _answers) = bound.esme.bulk();
        let esme = bound.esme.within(LONG);
        let mut waiting: Pin<Box<dyn Future<Output = ()> + '_>> = match way {
            0 => Box::pin(async { drop(bound.esme.submit_sm(message(b"dropped")).await) }),
            1 => Box::pin(async { drop(esme.submit_sm(message(b"dropped")).await) }),
            _ => Box::pin(async { drop(sender.send(99, message(b"dropped")).await) }),
        };
        let first = poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx))).await;
        assert!(first.is_pending());
        others.push(bound.other(format!("other {WINDOW}")));
        breathe(50).await;
        let one = bound
            .served
            .lock()
            .unwrap()
            .held
            .as_mut()
            .unwrap()
            .remove(0);
        let text = text_of(&one);
        one.accept(&text).unwrap();
        breathe(50).await;
        assert_eq!(bound.held(), WINDOW - 1, "it was not its turn");
        drop(waiting);
        until(|| bound.held() == WINDOW).await;
        bound.release();
        Bound::got(others).await;
        assert!(!bound.was_served(b"dropped"));
    }
}

/// Sends five more in bulk, and takes all answers: that to what is tagged 99, if it was sent, and
/// each other's once.
async fn works_on(bound: &Bound, sender: &mut BulkSender, answers: &mut Answers, sent: usize) {
    bound.release();
    let mut tags = Vec::new();
    let mut take = |answer: Answer| {
        assert_eq!(
            answer.result.unwrap().header().command_status,
            CommandStatus::ESME_ROK
        );
        tags.push(answer.tag);
    };
    for tag in 0..5 {
        sender.send(tag, message(b"bulk")).await.unwrap();
        while let Some(answer) = answers.try_next() {
            take(answer);
        }
    }
    until(|| answers.outstanding() == 0).await;
    while let Some(answer) = answers.try_next() {
        take(answer);
    }
    tags.sort_unstable();
    assert_eq!(tags, [0, 1, 2, 3, 4, 99][..5 + sent]);
    assert_eq!(answers.outstanding(), 0);
}

#[tokio::test]
async fn a_bulk_send_with_room_and_without() {
    for full in [false, true] {
        sweep(async |times, turns| {
            let bound = Bound::new().await;
            let mut others = Vec::new();
            if full {
                bound.hold();
                others = bound.others(WINDOW + 1);
                breathe(20).await;
            }
            let (mut sender, mut answers) = bound.esme.bulk();
            let releasing = async {
                breathe(4).await;
                bound.release();
            };
            let sending = polled(sender.send(99, message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(sending, releasing);
            let sent = usize::from(done.is_some());
            works_on(&bound, &mut sender, &mut answers, sent).await;
            assert_eq!(
                bound.was_served(b"dropped"),
                sent == 1,
                "not ready, and yet sent"
            );
            drop((sender, answers));
            Bound::got(others).await;
            bound.is_whole().await;
            bound.ends().await;
            sent == 1
        })
        .await;
    }
}

#[tokio::test]
async fn the_next_answer() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        let (mut sender, mut answers) = bound.esme.bulk();
        bound.hold();
        sender.send(99, message(b"first")).await.unwrap();
        let releasing = async {
            breathe(4).await;
            bound.release();
        };
        let (done, ()) = tokio::join!(polled(answers.next(), times, turns), releasing);
        let taken = usize::from(done.is_some());
        works_on(&bound, &mut sender, &mut answers, 1 - taken).await;
        drop(sender);
        assert!(answers.next().await.is_none());
        bound.is_whole().await;
        bound.ends().await;
        taken == 1
    })
    .await;
}

/// Neither `next` nor `next_request` loses a request.
#[tokio::test]
async fn the_next_request() {
    for only_requests in [false, true] {
        sweep(async |times, turns| {
            let (near, far) = duplex(1 << 16);
            let [(esme, _incoming), (_center, mut requests)] = bind(near, far).await;
            let sending = {
                let esme = esme.clone();
                tokio::spawn(async move {
                    for number in 0..5 {
                        let text = format!("{number}");
                        let id = esme.submit_sm(message(text.as_bytes())).await.unwrap();
                        assert_eq!(*id, *text.as_bytes());
                    }
                })
            };
            let mut dropped_early = 0;
            for number in 0..5 {
                let dropped = if only_requests {
                    polled(requests.next_request(), times, turns)
                        .await
                        .flatten()
                } else {
                    match polled(requests.next(), times, turns).await.flatten() {
                        Some(smpp_tokio::Received::Request(request)) => Some(request),
                        _ => None,
                    }
                };
                dropped_early += usize::from(dropped.is_none());
                let request = match dropped {
                    Some(request) => request,
                    None => requests.next_request().await.unwrap(),
                };
                let text = text_of(&request);
                assert_eq!(text, format!("{number}").into_bytes());
                request.accept(&text).unwrap();
            }
            sending.await.unwrap();
            dropped_early == 0
        })
        .await;
    }
}

/// Dropped, it closes the connection: the message centre is not left waiting.
#[tokio::test]
async fn a_bind() {
    sweep(async |times, turns| {
        let (near, far) = duplex(1 << 16);
        let center = tokio::spawn(async move {
            let binding = MessageCenter::unbound(far, settings())
                .bind_request()
                .await?;
            let (connection, _incoming) = binding.accept(b"mc")?;
            Ok::<_, Error>(connection.closed().await)
        });
        let esme = Esme::new("bank", "secret").settings(settings());
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
            let esme = Esme::new("bank", "secret").settings(settings());
            esme.bind(near).await.map(drop)
        });
        let unbound: Unbound = MessageCenter::unbound(far, settings());
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
            let esme = Esme::new("bank", "secret").settings(settings());
            esme.bind(near).await.map(drop)
        });
        let binding_request = MessageCenter::unbound(far, settings()).bind_request().await;
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
    let center = MessageCenter::listen("127.0.0.1:0")
        .await
        .unwrap()
        .settings(settings());
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

/// Polled once, the session ends, whoever waits for it: what is in flight is finished.
#[tokio::test]
async fn an_unbind() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        bound.hold();
        let others = bound.others(WINDOW);
        breathe(50).await;
        let releasing = async {
            breathe(4).await;
            bound.release();
        };
        let (done, ()) = tokio::join!(polled(bound.esme.unbind(), times, turns), releasing);
        Bound::got(others).await;
        if times == 0 {
            bound.is_whole().await;
            bound.ends().await;
        } else {
            assert_eq!(bound.esme.closed().await, CloseReason::Unbound);
            assert_eq!(bound.center.closed().await, CloseReason::Unbound);
            bound.serving.await.unwrap();
        }
        done.is_some()
    })
    .await;
}

#[tokio::test]
async fn a_wait_for_the_end() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        let others = bound.others(1);
        assert!(polled(bound.esme.closed(), times, turns).await.is_none());
        Bound::got(others).await;
        bound.is_whole().await;
        let closing = async {
            breathe(4).await;
            bound.esme.abort();
        };
        let (done, ()) = tokio::join!(polled(bound.esme.closed(), times, turns), closing);
        assert_eq!(bound.esme.closed().await, CloseReason::Local);
        done.is_some()
    })
    .await;
}
