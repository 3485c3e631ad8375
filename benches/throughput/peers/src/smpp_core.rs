//! smpp-core: one handle that sends and receives by turns.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt;
use smpp_core::tcp::{self, Server};
use smpp_core::{
    Action, Address, CommandStatus, Config, Connection, ConnectionOptions, MessageBody,
};
use smpp_throughput::Error;
use smpp_throughput::bare_async::runtime;
use smpp_throughput::load::{Client, Load, Tally};
use smpp_throughput::message;
use tokio::runtime::Runtime;

/// Accepts every bind and every message; one task a connection.
pub fn serve(address: SocketAddr) -> Result<(), Error> {
    runtime()?.block_on(async {
        let server = Server::bind(address).await?;
        loop {
            let (stream, _) = server.accept().await?;
            tokio::spawn(async move {
                let mut connection =
                    Connection::new(stream, Config::smsc("mc"), ConnectionOptions::default());
                while let Some(action) = connection.next().await? {
                    match action {
                        Action::BindRequest {
                            sequence,
                            system_id,
                            ..
                        } => connection.accept_bind(sequence, system_id).await?,
                        Action::Message { sequence, .. } => {
                            let id = message::MESSAGE_ID.to_string();
                            let response =
                                connection.respond_to_message(sequence, CommandStatus::Ok, id);
                            connection.send(response).await?;
                        }
                        _ => {}
                    }
                }
                Ok::<_, std::io::Error>(())
            });
        }
    })
}

/// Sends while the window allows, and takes what has come between any two messages: left
/// untaken, it would stop the connection.
pub struct Loop {
    runtime: Runtime,
    connection: Connection,
    sent_at: HashMap<u32, Instant>,
    window: usize,
}

impl Loop {
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let connection = runtime.block_on(async {
            let options = ConnectionOptions::default();
            let stream = tcp::connect(load.address, options.io_timeout).await?;
            let config = Config {
                window: load.window,
                ..Config::esme("bench", "secret")
            };
            let mut connection = Connection::new(stream, config, options);
            loop {
                match connection.next().await? {
                    Some(Action::Bound { .. }) => return Ok::<_, Error>(connection),
                    None => return Err("not bound".into()),
                    _ => {}
                }
            }
        })?;
        Ok(Box::new(Self {
            runtime,
            connection,
            sent_at: HashMap::with_capacity(load.window),
            window: load.window,
        }))
    }

    fn take(sent_at: &mut HashMap<u32, Instant>, action: &Action, tally: &Tally) {
        let (sequence, accepted) = match action {
            Action::MessageAck {
                sequence, status, ..
            } => (sequence, *status == CommandStatus::Ok),
            Action::RequestTimeout { sequence } => (sequence, false),
            _ => return,
        };
        if let Some(sent) = sent_at.remove(sequence) {
            tally.answered(1, sent, Instant::now(), accepted);
        }
    }
}

impl Client for Loop {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        let Self {
            runtime,
            connection,
            sent_at,
            window,
        } = self;
        runtime.block_on(async {
            loop {
                let now = Instant::now();
                if sent_at.len() < *window && tally.take(1, now) == 1 {
                    let sequence = connection.send_message(body()).await?;
                    sent_at.insert(sequence, now);
                    while let Some(action) = connection.next().now_or_never() {
                        let action = action?.ok_or("the server has gone")?;
                        Self::take(sent_at, &action, tally);
                    }
                } else if sent_at.is_empty() {
                    return Ok(());
                } else {
                    let action = connection.next().await?.ok_or("the server has gone")?;
                    Self::take(sent_at, &action, tally);
                }
            }
        })
    }
}

fn body() -> MessageBody {
    let address = |digits: &str| Address {
        ton: 1,
        npi: 1,
        digits: digits.to_string(),
    };
    MessageBody {
        source: address(message::SOURCE),
        destination: address(message::DESTINATION),
        text: message::TEXT.to_vec(),
        ..MessageBody::default()
    }
}
