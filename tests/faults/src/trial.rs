//! Runs a scenario against a living message centre, and looks at what it left behind.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use smpp_tokio::{Connection, Error, Esme, Incoming, Settings};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::census::Census;
use crate::histogram::Histogram;
use crate::ledger::{Ledger, Outcome, Totals};
use crate::plan::Plan;
use crate::proxy::Proxy;
use crate::server::{BYSTANDER, Server, answer, message, submit};
use crate::tls::Tls;

/// Longer than anything takes that ever ends. No test asks for less.
pub const LONG: Duration = Duration::from_secs(60);

/// Octets by which a scenario may grow the process: what the runtime, the allocator and the
/// standard library keep for the next time. Of the hundreds of connections that most scenarios
/// make, less than a hundred octets each.
const SLACK: usize = 32 * 1024;

/// What a scenario is played in.
#[derive(Clone, Debug)]
pub struct World {
    /// What became of every message.
    pub ledger: Arc<Ledger>,
    server: Arc<Server>,
    settings: Settings,
    tls: Option<Tls>,
}

impl World {
    /// A message centre, and nobody else.
    async fn new(Trial { settings, tls }: Trial) -> Self {
        let ledger = Arc::new(Ledger::default());
        let server = Server::start(settings.clone(), tls.as_ref(), Arc::clone(&ledger)).await;
        Self {
            ledger,
            server: Arc::new(server),
            settings,
            tls,
        }
    }

    /// The message centre's address.
    #[must_use]
    pub fn server(&self) -> SocketAddr {
        self.server.address()
    }

    /// A proxy in front of the message centre, which does the same to every connection.
    pub async fn proxy(&self, plan: Plan) -> Proxy {
        Proxy::listen(self.server(), move || plan.clone())
            .await
            .unwrap()
    }

    /// Connects and binds, if the faults allow.
    pub async fn connect(&self, address: SocketAddr) -> Option<(Connection, Incoming)> {
        let bound = timeout(
            LONG,
            self.connect_as("bank", self.settings.clone(), address),
        )
        .await;
        bound.expect("the bind never ended").ok()
    }

    async fn connect_as(
        &self,
        system_id: &str,
        settings: Settings,
        address: SocketAddr,
    ) -> Result<(Connection, Incoming), Error> {
        let esme = Esme::new(system_id, "secret").with_settings(settings);
        match &self.tls {
            Some(tls) => esme.connect_tls(&tls.client, &address.to_string()).await,
            None => esme.connect(address).await,
        }
    }

    /// Accepts what a client is sent, until its session ends.
    #[must_use]
    pub fn answer(&self, incoming: Incoming) -> JoinHandle<()> {
        let ledger = Arc::clone(&self.ledger);
        tokio::spawn(async move { answer(incoming, &ledger).await })
    }

    /// A short conversation of a client: answers what it is sent, submits so many messages at
    /// once, and unbinds. Gives how many were acknowledged.
    pub async fn exchange(
        &self,
        (connection, incoming): (Connection, Incoming),
        messages: usize,
    ) -> usize {
        let answering = self.answer(incoming);
        let submits: Vec<_> = (0..messages)
            .map(|_| {
                let (connection, ledger) = (connection.clone(), Arc::clone(&self.ledger));
                tokio::spawn(async move { submit(&connection, &ledger).await })
            })
            .collect();
        let mut acknowledged = 0;
        for submit in submits {
            acknowledged += usize::from(submit.await.unwrap() == Outcome::Acknowledged);
        }
        let unbound = timeout(LONG, connection.unbind()).await;
        let _ = unbound.expect("the session never ended");
        drop(connection);
        let answered = timeout(LONG, answering).await;
        answered.expect("incoming never ended").unwrap();
        acknowledged
    }
}

/// A client that is none of the faults' business: it must not notice them.
struct Bystander {
    connection: Connection,
    _incoming: Incoming,
}

impl Bystander {
    async fn new(world: &World) -> Self {
        // No timer of its own that could hide, or be, what keeps it waiting.
        let mut settings = world.settings.clone();
        settings.session.enquire_link_interval = None;
        settings.session.response_timeout = None;
        let bound = world
            .connect_as("bystander", settings, world.server())
            .await;
        let (connection, incoming) = bound.unwrap();
        Self {
            connection,
            _incoming: incoming,
        }
    }

    /// Submits messages one by one, until told to stop and at least a hundred.
    async fn measure(&self, stop: &AtomicBool) -> Histogram {
        let mut latency = Histogram::new();
        while latency.count() < 100 || !stop.load(Ordering::SeqCst) {
            let started = Instant::now();
            let served = timeout(LONG, self.connection.submit_sm(message(BYSTANDER))).await;
            let id = served.expect("another client is not served").unwrap();
            assert_eq!(id, *BYSTANDER);
            latency.record(started.elapsed());
            sleep(Duration::from_millis(1)).await;
        }
        latency
    }
}

/// What a trial has seen, in its second round.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// What became of the messages.
    pub totals: Totals,
    /// How long the other client's requests took before anything happened, and during it.
    pub quiet: Histogram,
    /// The same, while it happened.
    pub during: Histogram,
    /// What was held after the first round.
    pub before: Census,
    /// What was held after the second.
    pub after: Census,
}

/// Runs a scenario twice with a message centre of these settings, and asks what the crate's
/// documentation says.
pub fn trial(settings: Settings, scenario: impl AsyncFn(&World)) {
    Trial::new(settings).run_bounded(scenario);
}

/// What a trial's message centre is like.
#[derive(Clone, Debug)]
pub struct Trial {
    settings: Settings,
    tls: Option<Tls>,
}

impl Trial {
    /// A message centre of these settings, without TLS.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self {
            settings,
            tls: None,
        }
    }

    /// In TLS only.
    #[must_use]
    pub fn with_tls(self, tls: Tls) -> Self {
        Self {
            tls: Some(tls),
            ..self
        }
    }

    /// Runs a scenario that takes no longer than five minutes: whatever it waits for in vain, it
    /// fails then.
    pub fn run_bounded(self, scenario: impl AsyncFn(&World)) -> Report {
        self.run(async |world, _| {
            let ended = timeout(5 * LONG, scenario(world)).await;
            ended.expect("the scenario never ended");
        })
    }

    /// Runs a scenario, which is told the round: 1, then 2.
    ///
    /// Trials of one process take turns: memory and descriptors are the process's.
    pub fn run(self, scenario: impl AsyncFn(&World, u32)) -> Report {
        static TURN: Mutex<()> = Mutex::new(());
        // A trial that failed leaves nothing that the next one could trip over.
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        Census::count_panics();
        let runtime = runtime();
        let report = runtime.block_on(async {
            let panics = Census::take().panics;
            let world = World::new(self).await;
            let bystander = Arc::new(Bystander::new(&world).await);
            let quiet = bystander.measure(&AtomicBool::new(true)).await;

            // The first round fills what is kept for the next time.
            let (before, _, _) = round(&world, &bystander, None, scenario(&world, 1)).await;
            let second = scenario(&world, 2);
            let (after, totals, during) = round(&world, &bystander, Some(&before), second).await;
            assert!(
                after.is_back_to(&before, SLACK),
                "{before} before, {after} after"
            );
            assert_eq!(after.panics, panics, "something panicked");
            assert_unhurt(&quiet, &during);
            let afterwards = bystander.measure(&AtomicBool::new(true)).await;
            assert_unhurt(&quiet, &afterwards);
            Report {
                totals,
                quiet,
                during,
                before,
                after,
            }
        });
        runtime.shutdown_timeout(LONG);
        report
    }
}

async fn round(
    world: &World,
    bystander: &Arc<Bystander>,
    before: Option<&Census>,
    scenario: impl Future<Output = ()>,
) -> (Census, Totals, Histogram) {
    let stop = Arc::new(AtomicBool::new(false));
    let beside = tokio::spawn({
        let (bystander, stop) = (Arc::clone(bystander), Arc::clone(&stop));
        async move { bystander.measure(&stop).await }
    });
    scenario.await;
    stop.store(true, Ordering::SeqCst);
    let latency = beside.await.unwrap();
    let settled = settle(before).await;
    let totals = world.ledger.close();
    // The books are thrown away: what they held is not held any more.
    let settled = Census {
        octets: Census::take().octets,
        ..settled
    };
    println!("{totals}; {settled}");
    (settled, totals, latency)
}

/// A runtime like that of an application, on two workers.
fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// Waits until what is held is what was held before, or for lack of that until it no longer falls.
async fn settle(before: Option<&Census>) -> Census {
    let started = Instant::now();
    let mut last = Census::take();
    let mut steady = 0;
    while started.elapsed() < LONG {
        sleep(Duration::from_millis(20)).await;
        let now = Census::take();
        steady = if now.tasks < last.tasks || now.descriptors < last.descriptors {
            0
        } else {
            steady + 1
        };
        last = now;
        // The ledger still holds its books.
        let done = before.map_or(steady > 100, |before| {
            now.is_back_to(before, usize::MAX / 2)
        });
        if done {
            break;
        }
    }
    last
}

/// The median may be fifty times what it was, or a tenth of a second: more than the machine's
/// other work explains, and less than waiting for anybody else takes.
fn assert_unhurt(quiet: &Histogram, now: &Histogram) {
    let (quiet, now) = (quiet.median(), now.median());
    let bound = (50 * quiet).max(Duration::from_millis(100));
    assert!(
        now <= bound,
        "another client's median went from {quiet:?} to {now:?}"
    );
}
