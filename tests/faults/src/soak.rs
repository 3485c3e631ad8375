//! Random faults, for as long as one likes.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use smpp_session::{Config, Reconnect, ReconnectConfig, SessionEnd};
use smpp_tokio::{ClientSettings, Connection, Esme, Incoming, Settings};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::plan::Plan;
use crate::proxy::Proxy;
use crate::server::{Entry, message, submit, take};
use crate::trial::{LONG, Report, Trial, World};

/// How long a soak takes, and with how many clients.
#[derive(Clone, Copy, Debug)]
pub struct Soak {
    /// How long clients send.
    pub time: Duration,
    /// How many there are.
    pub clients: u64,
    /// What their faults, and their pauses, are made from.
    pub seed: u64,
}

/// What a soak has seen; that it has seen anything says that the books balance.
#[derive(Clone, Copy, Debug)]
pub struct Soaked {
    soak: Soak,
    report: Report,
    connections: u64,
    lost: u64,
}

#[derive(Debug, Default)]
struct Counters {
    /// Of all clients.
    connections: AtomicU64,
    /// Sessions that ended before their client wanted them to, of those that connect by hand.
    lost: AtomicU64,
}

impl Soak {
    /// Connections last so many octets at most, until something happens to them.
    const OCTETS: u64 = 20_000;

    /// One in so many connections has nothing happen to it.
    const CLEAN: u64 = 10;

    /// Clients unbind after so long at most, and connect again.
    const MOST_MILLIS: u64 = 10_000;

    /// Requests of a client at a time.
    const SENDERS: u64 = 4;

    /// Soaks, after a moment of the same to fill what is kept.
    ///
    /// # Panics
    /// If anything is not as it should be.
    #[must_use]
    pub fn run(self) -> Soaked {
        println!("seed {}", self.seed);
        let counters = Arc::new(Counters::default());
        let report = Trial::new(settings_of_sessions()).run(async |world, round| {
            let time = if round == 1 {
                self.time.min(Duration::from_secs(5))
            } else {
                self.time
            };
            for counter in [&counters.connections, &counters.lost] {
                counter.store(0, Ordering::SeqCst);
            }
            self.clients(world, time, &counters).await;
        });
        Soaked {
            soak: self,
            report,
            connections: counters.connections.load(Ordering::SeqCst),
            lost: counters.lost.load(Ordering::SeqCst),
        }
    }

    async fn clients(&self, world: &World, time: Duration, counters: &Arc<Counters>) {
        let mut rng = fastrand::Rng::with_seed(self.seed);
        let counted = Arc::clone(counters);
        let plans = move || {
            counted.connections.fetch_add(1, Ordering::SeqCst);
            if rng.u64(0..Self::CLEAN) == 0 {
                return Plan::CLEAN;
            }
            Plan::random(&mut rng, Self::OCTETS)
        };
        let proxy = Proxy::listen(world.server(), plans).await.unwrap();
        let until = Instant::now() + time;
        let mut clients = JoinSet::new();
        for number in 0..self.clients {
            let client = Client {
                world: world.clone(),
                address: proxy.address(),
                until,
                rng: fastrand::Rng::with_seed(self.seed ^ (number + 1)),
                counters: Arc::clone(counters),
            };
            // Half of them connect again by themselves.
            if number % 2 == 0 {
                clients.spawn(client.stay_connected());
            } else {
                clients.spawn(client.run());
            }
        }
        while let Some(client) = clients.join_next().await {
            client.unwrap();
        }
    }
}

/// Timers short enough for a dead connection to be missed soon, and long enough for a machine that
/// does other things.
fn settings_of_sessions() -> Settings {
    let timer = Some(Duration::from_secs(10));
    let session = Config::new()
        .with_session_init_timeout(timer)
        .with_bind_timeout(timer)
        .with_response_timeout(timer)
        .with_enquire_link_interval(Some(Duration::from_secs(2)))
        .with_enquire_link_timeout(timer)
        .with_frame_timeout(timer)
        .with_unbind_timeout(timer);
    Settings::new()
        .with_session(session)
        .with_write_timeout(timer)
        .with_linger(Duration::from_secs(1))
}

/// Soon, as there is only so much time.
const RECONNECT: ReconnectConfig = ReconnectConfig::new()
    .with_first(Duration::from_millis(20))
    .with_longest(Duration::from_secs(1))
    .with_unbound(Duration::from_millis(20))
    .with_refused(Duration::from_millis(100))
    .with_credentials(Duration::from_millis(100))
    .with_already_bound(Duration::from_millis(100))
    .with_longest_refused(Duration::from_secs(1))
    .with_stable(Duration::from_secs(30));

/// Connects, sends, and connects again.
struct Client {
    world: World,
    address: SocketAddr,
    until: Instant,
    rng: fastrand::Rng,
    counters: Arc<Counters>,
}

impl Client {
    async fn run(mut self) {
        let mut policy = Reconnect::new(RECONNECT);
        while Instant::now() < self.until {
            let started = Instant::now();
            if let Some((connection, incoming)) = self.world.connect(self.address).await {
                self.session(connection, incoming).await;
            }
            sleep(policy.after(SessionEnd::Lost, started.elapsed(), self.rng.u32(..))).await;
        }
    }

    /// Sends over whatever connection there is, and lets the library keep one.
    async fn stay_connected(mut self) {
        let settings = ClientSettings::new()
            .with_reconnect(RECONNECT)
            .with_max_wait(Some(Duration::from_secs(20)));
        let esme = Esme::new("bank", "secret").with_settings(settings_of_sessions());
        let (client, mut incoming) = esme.stay_connected(self.address, settings);
        let ledger = Arc::clone(&self.world.ledger);
        let answering = tokio::spawn(async move {
            while let Some(request) = incoming.next_request().await {
                take(request, &ledger);
            }
        });
        let mut senders = JoinSet::new();
        for _ in 0..Soak::SENDERS {
            let (client, ledger) = (client.clone(), Arc::clone(&self.world.ledger));
            let (mut rng, until) = (self.rng.fork(), self.until);
            senders.spawn(async move {
                while Instant::now() < until {
                    let entry = Entry::open(&ledger);
                    let submit = client.submit_sm(message(entry.text()));
                    entry.end(async { submit.await.map(Some) }).await;
                    sleep(Duration::from_millis(rng.u64(0..20))).await;
                }
            });
        }
        // A connection that nothing happens to does not last either.
        while Instant::now() < self.until {
            sleep(Duration::from_millis(self.rng.u64(0..Soak::MOST_MILLIS))).await;
            if let Some(connection) = client.connection() {
                let unbound = timeout(LONG, connection.unbind()).await;
                let _ = unbound.expect("the session never ended");
            }
        }
        while let Some(sender) = senders.join_next().await {
            sender.unwrap();
        }
        timeout(LONG, client.stop())
            .await
            .expect("the client never stopped");
        drop(client);
        let answered = timeout(LONG, answering).await;
        answered.expect("incoming never ended").unwrap();
    }

    /// Sends until the session ends, or it is time for another: connections that nothing has
    /// happened to would be all that is left in the end.
    async fn session(&mut self, connection: Connection, incoming: Incoming) {
        let answering = self.world.answer(incoming);
        let life = Duration::from_millis(self.rng.u64(0..Soak::MOST_MILLIS));
        let until = self.until.min(Instant::now() + life);
        let mut senders = JoinSet::new();
        for _ in 0..Soak::SENDERS {
            let (connection, ledger) = (connection.clone(), Arc::clone(&self.world.ledger));
            let mut rng = self.rng.fork();
            senders.spawn(async move {
                while connection.close_reason().is_none() && Instant::now() < until {
                    submit(&connection, &ledger).await;
                    sleep(Duration::from_millis(rng.u64(0..20))).await;
                }
            });
        }
        while let Some(sender) = senders.join_next().await {
            sender.unwrap();
        }
        if connection.close_reason().is_some() {
            self.counters.lost.fetch_add(1, Ordering::SeqCst);
        }
        let unbound = timeout(LONG, connection.unbind()).await;
        let _ = unbound.expect("the session never ended");
        drop(connection);
        let answered = timeout(LONG, answering).await;
        answered.expect("incoming never ended").unwrap();
    }
}

impl fmt::Display for Soaked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { soak, report, .. } = self;
        writeln!(
            f,
            "{} clients, {} s, seed {}: {} connections; half of the clients lost {} sessions",
            soak.clients,
            soak.time.as_secs(),
            soak.seed,
            self.connections,
            self.lost
        )?;
        writeln!(f, "messages: {}", report.totals)?;
        writeln!(f, "held before: {}", report.before)?;
        writeln!(f, "held after:  {}", report.after)?;
        write!(
            f,
            "another client: median {:?}, p99 {:?}, longest {:?}, {} requests; before: median {:?}, p99 {:?}",
            report.during.median(),
            report.during.quantile(990),
            report.during.quantile(1000),
            report.during.count(),
            report.quiet.median(),
            report.quiet.quantile(990)
        )
    }
}

impl Soaked {
    /// How many messages were acknowledged, and how many connections were lost.
    #[must_use]
    pub const fn work(&self) -> (usize, u64) {
        (self.report.totals.acknowledged, self.lost)
    }
}
