//! A world for a client: a clock that is set by hand, a script of what becomes of each attempt, and
//! tasks that are polled when they were woken, and not otherwise.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use smpp_codec::CommandStatus;
use smpp_session::{BindType, Config};

use crate::client::{Client, ClientIncoming, ClientSettings, Connector};
use crate::{
    Clock, Connection, Credentials, Driver, Error, Incoming, Link, OpenConnection, Settings, Side,
};

thread_local! {
    static NOW: Cell<Instant> = Cell::new(Instant::now());
}

fn clock() -> Instant {
    NOW.get()
}

/// What becomes of an attempt.
pub(super) enum Step {
    Unreachable,
    Refused(CommandStatus),
    TooLong,
    Never,
    Bound,
}

/// A connection that was bound: the message centre's end, and the wire.
pub(super) struct Peer {
    pub(super) connection: Connection,
    pub(super) incoming: Incoming,
    near: Driver,
    far: Driver,
}

impl Peer {
    /// The octets go each way; an end that is closed ends the other.
    fn turn(&mut self) {
        for _ in 0..4 {
            carry(&mut self.near, &mut self.far);
            carry(&mut self.far, &mut self.near);
        }
        if self.near.turn(Waker::noop()).closed.is_some() {
            cut(&mut self.far);
        }
        if self.far.turn(Waker::noop()).closed.is_some() {
            cut(&mut self.near);
        }
    }

    /// The connection breaks, whatever is on its way.
    pub(super) fn cut(&mut self) {
        cut(&mut self.near);
        cut(&mut self.far);
    }
}

fn carry(from: &mut Driver, to: &mut Driver) {
    from.turn(Waker::noop());
    to.handle_received(from.to_write());
    from.handle_written(from.to_write().len());
    to.turn(Waker::noop());
}

fn cut(end: &mut Driver) {
    end.handle_lost();
    end.turn(Waker::noop());
}

fn settings() -> Settings {
    let session = Config::new()
        .with_enquire_link_interval(None)
        .with_response_timeout(None);
    Settings::new().with_session(session).with_window(2)
}

/// A bound pair.
fn pair() -> (Connection, Incoming, Peer) {
    let open = |side| Connection::new(side, Link::new(None, None), settings(), Clock::new(clock));
    let (esme, incoming, near) = open(Side::Esme);
    let (center, requests, far) = open(Side::MessageCenter);
    let credentials = Credentials::new("bank", "secret");
    let mut cx = Context::from_waker(Waker::noop());
    let mut ends = (near, far);
    let mut served = pin!(async {
        let binding = OpenConnection::new(center, requests).bind_request().await?;
        binding.accept(b"mc")
    });
    let (mut bound, mut accepted) = (false, None);
    {
        let mut bind = pin!(esme.bind(BindType::Transceiver, credentials.request()));
        for _ in 0..8 {
            bound = bound || bind.as_mut().poll(&mut cx).is_ready();
            carry(&mut ends.0, &mut ends.1);
            if accepted.is_none() {
                if let Poll::Ready(ends) = served.as_mut().poll(&mut cx) {
                    accepted = Some(ends.unwrap());
                }
            }
            carry(&mut ends.1, &mut ends.0);
        }
    }
    assert!(bound, "the bind is answered");
    let (connection, requests) = accepted.unwrap();
    let peer = Peer {
        connection,
        incoming: requests,
        near: ends.0,
        far: ends.1,
    };
    (esme, incoming, peer)
}

#[derive(Default)]
struct Script {
    steps: VecDeque<Step>,
    attempts: usize,
    peers: Vec<Peer>,
    sleepers: Vec<Waker>,
}

/// As the adapter's.
#[derive(Clone, Default)]
pub(super) struct Scripted(Arc<Mutex<Script>>);

impl Connector for Scripted {
    async fn connect(&self) -> Result<(Connection, Incoming), Error> {
        let step = {
            let mut script = self.0.lock().unwrap();
            script.attempts += 1;
            script.steps.pop_front().unwrap_or(Step::Never)
        };
        match step {
            Step::Unreachable => Err(io::Error::from(io::ErrorKind::ConnectionRefused).into()),
            Step::Refused(status) => Err(Error::Refused(status)),
            Step::TooLong => {
                let open = Connection::new(
                    Side::Esme,
                    Link::new(None, None),
                    settings(),
                    Clock::new(clock),
                );
                let credentials = Credentials::new("much longer than fifteen", "");
                let (esme, incoming, _driver) = open;
                esme.bind(BindType::Receiver, credentials.request()).await?;
                Ok((esme, incoming))
            }
            Step::Never => std::future::pending().await,
            Step::Bound => {
                let (connection, incoming, peer) = pair();
                self.0.lock().unwrap().peers.push(peer);
                Ok((connection, incoming))
            }
        }
    }

    async fn sleep(&self, duration: Duration) {
        let until = clock() + duration;
        poll_fn(|cx| {
            if clock() >= until {
                return Poll::Ready(());
            }
            self.0.lock().unwrap().sleepers.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn random(&self) -> u32 {
        u32::MAX
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    woken: Arc<Flag>,
}

/// What has come of a task.
pub(super) type Outcome<T> = Rc<RefCell<Option<T>>>;

/// All of it.
pub(super) struct World {
    script: Scripted,
    tasks: Vec<Option<Task>>,
}

impl World {
    /// A client with this script, and a task that keeps it.
    pub(super) fn new(
        settings: ClientSettings,
        steps: impl IntoIterator<Item = Step>,
    ) -> (Self, Client, ClientIncoming) {
        let script = Scripted::default();
        script.0.lock().unwrap().steps.extend(steps);
        let (client, incoming, driver) = Client::new(script.clone(), settings, Clock::new(clock));
        let mut world = Self {
            script,
            tasks: Vec::new(),
        };
        world.spawn(driver.run());
        (world, client, incoming)
    }

    /// Another task; it runs as soon as the world does.
    pub(super) fn spawn<T: 'static>(
        &mut self,
        future: impl Future<Output = T> + 'static,
    ) -> (usize, Outcome<T>) {
        let outcome = Outcome::default();
        let future = {
            let outcome = Rc::clone(&outcome);
            Box::pin(async move {
                let value = future.await;
                *outcome.borrow_mut() = Some(value);
            })
        };
        let woken = Arc::new(Flag(AtomicBool::new(true)));
        self.tasks.push(Some(Task { future, woken }));
        (self.tasks.len() - 1, outcome)
    }

    /// The task is dropped where it waits.
    pub(super) fn cancel(&mut self, task: usize) {
        self.tasks[task] = None;
    }

    /// Runs whatever was woken, until nothing is.
    pub(super) fn run(&mut self) {
        for _ in 0..100 {
            let mut ran = false;
            for task in &mut self.tasks {
                let Some(Task { future, woken }) = task else {
                    continue;
                };
                if woken.0.swap(false, Ordering::Relaxed) {
                    ran = true;
                    let waker = Waker::from(Arc::clone(woken));
                    if future
                        .as_mut()
                        .poll(&mut Context::from_waker(&waker))
                        .is_ready()
                    {
                        *task = None;
                    }
                }
            }
            self.script
                .0
                .lock()
                .unwrap()
                .peers
                .iter_mut()
                .for_each(Peer::turn);
            if !ran {
                return;
            }
        }
        panic!("tasks wake one another for ever");
    }

    /// Time passes.
    pub(super) fn advance(&mut self, time: Duration) {
        NOW.set(NOW.get() + time);
        let sleepers = std::mem::take(&mut self.script.0.lock().unwrap().sleepers);
        sleepers.into_iter().for_each(Waker::wake);
        self.run();
    }

    /// Does something with the peer of the latest connection.
    pub(super) fn peer<R>(&mut self, act: impl FnOnce(&mut Peer) -> R) -> R {
        let result = act(self.script.0.lock().unwrap().peers.last_mut().unwrap());
        self.run();
        result
    }

    /// The next request that the latest peer has received.
    pub(super) fn request(&mut self) -> Option<crate::Request> {
        self.peer(|peer| {
            let mut next = pin!(peer.incoming.next_request());
            match next.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(request) => request,
                Poll::Pending => None,
            }
        })
    }

    pub(super) fn attempts(&self) -> usize {
        self.script.0.lock().unwrap().attempts
    }

    /// Whether the client is still kept.
    pub(super) fn is_kept(&self) -> bool {
        self.tasks[0].is_some()
    }
}
