//! Two joined connections: three senders and a window of two, requests both ways, no timers.
//!
//! Every thread and task waits for a wake-up and for nothing else, so a lost one is a deadlock.
//! `SMPP_SCHEDULES=200000 cargo test --release -p smpp-schedules` is the long form.

mod common;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use shuttle::sync::Mutex;
use shuttle::{future, thread};
use smpp_codec::pdu::{Bind, DeliverSm, SubmitSm};
use smpp_schedules::{
    Clock, Connection, Driver, Incoming, Link, OpenConnection, PlantedFault, Settings, Side,
};
use smpp_session::{BindType, CloseReason};

/// Octets that a pipe holds: fewer than a window of requests, so that writes block.
const PIPE_OCTETS: usize = 40;

const WINDOW: usize = 2;
const SENDERS: usize = 3;
const REQUESTS: usize = 2;

fn clock() -> Instant {
    thread_local! {
        static START: Instant = Instant::now();
    }
    START.with(|start| *start)
}

/// One direction of a stream.
#[derive(Default)]
struct Pipe(Mutex<Piped>);

#[derive(Default)]
struct Piped {
    octets: Vec<u8>,
    closed: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

impl Pipe {
    fn poll_write(&self, cx: &Context<'_>, octets: &[u8]) -> Poll<usize> {
        let mut piped = self.0.lock().unwrap();
        let room = PIPE_OCTETS - piped.octets.len();
        if piped.closed {
            return Poll::Ready(0);
        }
        if room == 0 {
            piped.writer = Some(cx.waker().clone());
            return Poll::Pending;
        }
        let taken = room.min(octets.len());
        piped.octets.extend_from_slice(&octets[..taken]);
        let reader = piped.reader.take();
        drop(piped);
        reader.into_iter().for_each(Waker::wake);
        Poll::Ready(taken)
    }

    fn poll_read(&self, cx: &Context<'_>) -> Poll<Vec<u8>> {
        let mut piped = self.0.lock().unwrap();
        if piped.octets.is_empty() && !piped.closed {
            piped.reader = Some(cx.waker().clone());
            return Poll::Pending;
        }
        let octets = std::mem::take(&mut piped.octets);
        let writer = piped.writer.take();
        drop(piped);
        writer.into_iter().for_each(Waker::wake);
        Poll::Ready(octets)
    }

    fn close(&self) {
        let mut piped = self.0.lock().unwrap();
        piped.closed = true;
        let wakers = [piped.reader.take(), piped.writer.take()];
        drop(piped);
        wakers.into_iter().flatten().for_each(Waker::wake);
    }
}

/// Drives one end, as `smpp-tokio` does, but without a timer.
async fn drive(mut driver: Driver, to: Arc<Pipe>, from: Arc<Pipe>) {
    poll_fn(|cx| poll_drive(&mut driver, cx, &to, &from)).await;
    to.close();
    from.close();
}

fn poll_drive(driver: &mut Driver, cx: &Context<'_>, to: &Pipe, from: &Pipe) -> Poll<()> {
    loop {
        let turn = driver.turn(cx.waker());
        let mut progress = false;
        while !driver.to_write().is_empty() {
            match to.poll_write(cx, driver.to_write()) {
                Poll::Ready(0) => return Poll::Ready(()),
                Poll::Ready(octets) => driver.handle_written(octets),
                Poll::Pending => break,
            }
            progress = true;
        }
        if turn.closed.is_some() && !progress {
            return match driver.to_write().is_empty() {
                true => Poll::Ready(()),
                false => Poll::Pending,
            };
        }
        if turn.again {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if turn.read {
            match from.poll_read(cx) {
                Poll::Ready(octets) if octets.is_empty() => driver.handle_eof(),
                Poll::Ready(octets) => driver.handle_received(&octets),
                Poll::Pending if progress => {}
                Poll::Pending => return Poll::Pending,
            }
        } else if !progress {
            return Poll::Pending;
        }
    }
}

/// Passes what one driver has to write to the other, before there is any other task.
fn carry(from: &mut Driver, to: &mut Driver) {
    from.turn(Waker::noop());
    to.handle_received(from.to_write());
    from.handle_written(from.to_write().len());
    to.turn(Waker::noop());
}

/// One end: what the application and the driver hold of it.
type End = (Connection, Incoming, Driver);

/// A bound ESME and its message centre.
fn bound(window: usize) -> (End, End) {
    let settings = Settings::default().with_window(window);
    let open = |side| {
        Connection::new(
            side,
            Link::new(None, None),
            settings.clone(),
            Clock::new(clock),
        )
    };
    let (esme, incoming, mut near) = open(Side::Esme);
    let (center, requests, mut far) = open(Side::MessageCenter);
    let cx = &mut Context::from_waker(Waker::noop());
    let mut accepted = pin!(OpenConnection::new(center, requests).bind_request());
    let (center, requests) = {
        let mut bind = pin!(esme.bind(BindType::Transceiver, Bind::default()));
        assert!(bind.as_mut().poll(cx).is_pending());
        carry(&mut near, &mut far);
        let Poll::Ready(Ok(request)) = accepted.as_mut().poll(cx) else {
            panic!("a bind request");
        };
        let center = request.accept(b"mc").expect("open");
        carry(&mut far, &mut near);
        assert!(bind.as_mut().poll(cx).is_ready());
        center
    };
    ((esme, incoming, near), (center, requests, far))
}

/// Answers all requests.
async fn serve(mut incoming: Incoming) -> usize {
    let mut served = 0;
    while let Some(request) = incoming.next_request().await {
        // The peer may have ended the session meanwhile.
        let _ = request.accept(b"");
        served += 1;
    }
    served
}

/// Polls a request once and drops it: it may have been sent, or wait for capacity.
fn cancel_one(connection: &Connection) {
    let mut request = pin!(connection.request(SubmitSm::default()));
    let polled = request
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

fn exchange() {
    let ((esme, incoming, near), (center, requests, far)) = bound(WINDOW);
    let (there, back) = (Arc::new(Pipe::default()), Arc::new(Pipe::default()));
    let drivers = [
        future::spawn(drive(near, Arc::clone(&there), Arc::clone(&back))),
        future::spawn(drive(far, back, there)),
    ];
    let served = [
        future::spawn(serve(requests)),
        future::spawn(serve(incoming)),
    ];
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let esme = esme.clone();
            thread::spawn(move || {
                if sender == 0 {
                    cancel_one(&esme);
                }
                for _ in 0..REQUESTS {
                    let answered = future::block_on(esme.request_ok(SubmitSm::default()));
                    answered.expect("bound");
                }
            })
        })
        .collect();
    for _ in 0..REQUESTS {
        future::block_on(center.deliver_sm(DeliverSm::default())).expect("bound");
    }
    for sender in senders {
        sender.join().unwrap();
    }
    let reason = future::block_on(esme.unbind()).expect("bound");
    assert_eq!(reason, CloseReason::Unbound);
    future::block_on(center.closed());
    for driver in drivers {
        future::block_on(driver).unwrap();
    }
    let [submitted, delivered] = served.map(|served| future::block_on(served).unwrap());
    assert_eq!(delivered, REQUESTS);
    let sent = SENDERS * REQUESTS;
    assert!(submitted == sent || submitted == sent + 1, "{submitted}");
}

/// Bulk: one task sends, another takes the answers.
fn bulk() {
    let ((esme, incoming, near), (center, requests, far)) = bound(WINDOW);
    let (there, back) = (Arc::new(Pipe::default()), Arc::new(Pipe::default()));
    let drivers = [
        future::spawn(drive(near, Arc::clone(&there), Arc::clone(&back))),
        future::spawn(drive(far, back, there)),
    ];
    let served = [
        future::spawn(serve(requests)),
        future::spawn(serve(incoming)),
    ];
    let count = 6;
    let (mut sender, mut answers) = esme.bulk();
    let sending = thread::spawn(move || {
        for tag in 0..count {
            future::block_on(sender.send(tag, SubmitSm::default())).expect("bound");
        }
    });
    let other = {
        let esme = esme.clone();
        thread::spawn(move || {
            future::block_on(esme.request_ok(SubmitSm::default())).expect("bound");
        })
    };
    let mut tags = 0;
    while let Some(answer) = future::block_on(answers.next()) {
        answer.result.expect("answered");
        tags += answer.tag;
    }
    assert_eq!(tags, (0..count).sum());
    sending.join().unwrap();
    other.join().unwrap();
    esme.abort();
    future::block_on(center.closed());
    for driver in drivers {
        future::block_on(driver).unwrap();
    }
    for served in served {
        future::block_on(served).unwrap();
    }
}

/// A window of one, for which three tasks wait; one of them gives up once it was woken.
fn cancellation() {
    let ((esme, incoming, near), (_center, requests, far)) = bound(1);
    let (there, back) = (Arc::new(Pipe::default()), Arc::new(Pipe::default()));
    let drivers = [
        future::spawn(drive(near, Arc::clone(&there), Arc::clone(&back))),
        future::spawn(drive(far, back, there)),
    ];
    let served = [
        future::spawn(serve(requests)),
        future::spawn(serve(incoming)),
    ];
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let esme = esme.clone();
            thread::spawn(move || match sender {
                0 => future::block_on(cancel_when_woken(&esme)),
                _ => drop(future::block_on(esme.request_ok(SubmitSm::default())).expect("bound")),
            })
        })
        .collect();
    for sender in senders {
        sender.join().unwrap();
    }
    esme.abort();
    for driver in drivers {
        future::block_on(driver).unwrap();
    }
    for served in served {
        future::block_on(served).unwrap();
    }
}

/// Polls a request, waits until something wakes it, and drops it without another poll.
async fn cancel_when_woken(connection: &Connection) {
    let mut request = pin!(connection.request(SubmitSm::default()));
    let mut was_polled = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut was_polled, true) {
            return Poll::Ready(());
        }
        request.as_mut().poll(cx).map(drop)
    })
    .await;
}

/// The model finds this fault within 1,000 schedules, or the test fails.
fn is_found(fault: PlantedFault, model: fn()) {
    fault.plant();
    let failure = common::failure_within(model, 1_000);
    let failure = failure.expect("the fault is found");
    assert!(failure.contains("deadlock"), "{failure}");
}

#[test]
fn cancelled_waiter_that_keeps_its_wake_up_is_found() {
    is_found(PlantedFault::CapacityIsNotPassedOn, cancellation);
}

#[test]
fn yield_without_a_wake_up_is_found() {
    is_found(PlantedFault::YieldWithoutWakeUp, exchange);
}

#[test]
fn no_schedule_of_cancellation_loses_a_wake_up() {
    common::explore(cancellation, common::schedules());
}

#[test]
fn no_schedule_of_requests_loses_a_wake_up() {
    common::explore(exchange, common::schedules());
}

#[test]
fn no_schedule_of_bulk_requests_loses_a_wake_up() {
    common::explore(bulk, common::schedules());
}
