//! Two drivers joined in memory: what a message costs in a connection, without sockets or a runtime.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

use smpp_codec::pdu::{Bind, SubmitSm};
use smpp_codec::values::Address;
use smpp_connection::{Clock, Connection, Driver, Incoming, Link, OpenConnection, Settings, Side};
use smpp_session::BindType;

const TEXT: [u8; 100] = [b'a'; 100];

fn message() -> SubmitSm<'static> {
    SubmitSm::new(
        Address::international(b"447700900123"),
        Address::international(b"447700900456"),
        &TEXT,
    )
}

std::thread_local! {
    static START: Instant = Instant::now();
}

/// A clock that stands still, so that every run costs the same.
fn clock() -> Instant {
    START.with(|start| *start)
}

/// The indices of the tasks that are ready, each once.
#[derive(Default)]
struct Ready(Mutex<(VecDeque<usize>, Vec<bool>)>);

struct Task {
    index: usize,
    ready: Arc<Ready>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut ready = self.ready.0.lock().expect("one thread");
        if !std::mem::replace(&mut ready.1[self.index], true) {
            ready.0.push_back(self.index);
        }
    }
}

type Work<'w> = Pin<Box<dyn Future<Output = ()> + 'w>>;

/// Runs all of these until the first `count` have finished.
fn run(mut tasks: Vec<Work<'_>>, count: usize) {
    let ready = Arc::new(Ready::default());
    let wakers: Vec<_> = (0..tasks.len())
        .map(|index| {
            let ready = Arc::clone(&ready);
            Waker::from(Arc::new(Task { index, ready }))
        })
        .collect();
    *ready.0.lock().expect("one thread") = ((0..tasks.len()).collect(), vec![true; tasks.len()]);
    let mut left = count;
    while left > 0 {
        let index = {
            let mut ready = ready.0.lock().expect("one thread");
            let index = ready.0.pop_front().expect("a task is ready");
            ready.1[index] = false;
            index
        };
        let mut cx = Context::from_waker(&wakers[index]);
        if tasks[index].as_mut().poll(&mut cx).is_ready() && index < count {
            left -= 1;
        }
    }
}

/// One direction between two drivers.
#[derive(Default)]
struct Pipe {
    octets: Vec<u8>,
    reader: Option<Waker>,
}

/// Drives one end, as `smpp-tokio` does.
fn poll(driver: &mut Driver, cx: &Context<'_>, to: &mut Pipe, from: &mut Pipe) -> Poll<()> {
    loop {
        let turn = driver.turn(cx.waker());
        if turn.closed.is_some() {
            return Poll::Ready(());
        }
        let written = !driver.to_write().is_empty();
        if written {
            to.octets.extend_from_slice(driver.to_write());
            driver.handle_written(driver.to_write().len());
            to.reader.take().into_iter().for_each(Waker::wake);
        }
        if turn.again {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let read = turn.read && !from.octets.is_empty();
        if read {
            driver.handle_received(&from.octets);
            from.octets.clear();
        } else {
            from.reader = Some(cx.waker().clone());
            if !written {
                return Poll::Pending;
            }
        }
    }
}

/// A bound pair of connections and their drivers.
#[allow(missing_debug_implementations, reason = "for one measurement")]
pub struct Pair {
    esme: Connection,
    _incoming: Incoming,
    _center: Connection,
    requests: Incoming,
    near: Driver,
    far: Driver,
    pipes: [Pipe; 2],
    window: usize,
}

impl Pair {
    /// Two connections with this window, bound.
    ///
    /// # Panics
    /// If they cannot be bound.
    #[must_use]
    pub fn new(window: usize) -> Self {
        let settings = Settings::new().with_window(window);
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
        let mut pipes = [Pipe::default(), Pipe::default()];
        let mut accepted = None;
        {
            let (near, far) = (&mut near, &mut far);
            let [there, back] = &mut pipes;
            let (there, back) = (&Mutex::new(there), &Mutex::new(back));
            let accepted = &mut accepted;
            let bind = async {
                let bind = esme.bind(BindType::Transceiver, Bind::default());
                bind.await.expect("accepted");
            };
            let accept = async {
                let open = OpenConnection::new(center, requests);
                let binding = open.bind_request().await.expect("a bind");
                *accepted = Some(binding.accept(b"mc").expect("open"));
            };
            run(
                vec![
                    Box::pin(bind),
                    Box::pin(accept),
                    drive(near, there, back),
                    drive(far, back, there),
                ],
                2,
            );
        }
        let (center, requests) = accepted.expect("accepted");
        Self {
            esme,
            _incoming: incoming,
            _center: center,
            requests,
            near,
            far,
            pipes,
            window,
        }
    }

    /// Sends so many messages, as many at a time as the window allows, and waits for the answers.
    ///
    /// # Panics
    /// If one is refused.
    pub fn run(&mut self, messages: usize) {
        let Self {
            esme,
            requests,
            near,
            far,
            pipes: [there, back],
            window,
            ..
        } = self;
        let (there, back) = (&Mutex::new(there), &Mutex::new(back));
        let esme = &*esme;
        let each = messages / *window;
        let mut tasks: Vec<Work<'_>> = Vec::new();
        for _ in 0..*window {
            tasks.push(Box::pin(async move {
                for _ in 0..each {
                    esme.request_ok(message()).await.expect("accepted");
                }
            }));
        }
        tasks.push(Box::pin(async move {
            while let Some(request) = requests.next_request().await {
                request.accept(b"1").expect("bound");
            }
        }));
        tasks.push(drive(near, there, back));
        tasks.push(drive(far, back, there));
        run(tasks, *window);
    }

    /// The same by `bulk`.
    ///
    /// # Panics
    /// If one is refused.
    pub fn run_bulk(&mut self, messages: usize) {
        let Self {
            esme,
            requests,
            near,
            far,
            pipes: [there, back],
            ..
        } = self;
        let (there, back) = (&Mutex::new(there), &Mutex::new(back));
        let (mut sender, mut answers) = esme.bulk();
        let tasks: Vec<Work<'_>> = vec![
            Box::pin(async move {
                for tag in 0..messages as u64 {
                    sender.send(tag, message()).await.expect("bound");
                }
            }),
            Box::pin(async move {
                while let Some(answer) = answers.next().await {
                    answer.result.expect("answered");
                }
            }),
            Box::pin(async move {
                while let Some(request) = requests.next_request().await {
                    request.accept(b"1").expect("bound");
                }
            }),
            drive(near, there, back),
            drive(far, back, there),
        ];
        run(tasks, 2);
    }
}

fn drive<'w>(
    end: &'w mut Driver,
    to: &'w Mutex<&mut Pipe>,
    from: &'w Mutex<&mut Pipe>,
) -> Work<'w> {
    Box::pin(async move {
        let driven = std::future::poll_fn(|cx| {
            let (mut to, mut from) = (to.lock().expect("free"), from.lock().expect("free"));
            poll(end, cx, &mut to, &mut from)
        });
        pin!(driven).await;
    })
}
