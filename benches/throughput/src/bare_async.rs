//! The bare pair on tokio, one task a connection: what the runtime costs, and what many
//! connections cost without us.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

use crate::Error;
use crate::bare::{Received, Window};
use crate::load::{Client, Load, Tally};
use crate::message;

/// A runtime on this thread, as every asynchronous side here has it: two processes, two cores.
///
/// # Errors
/// The runtime's.
pub fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// Answers every request with the shortest body; one task a connection.
///
/// # Errors
/// The listener's.
pub fn serve(address: SocketAddr) -> Result<(), Error> {
    runtime()?.block_on(async {
        let listener = TcpListener::bind(address).await?;
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(respond(stream));
        }
    })
}

async fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Received::new();
    let mut out = Vec::new();
    while read(&mut stream, &mut received).await? {
        while let Some(frame) = received.next_frame() {
            message::answer(frame, &mut out);
        }
        stream.write_all(&out).await?;
        out.clear();
    }
    Ok(())
}

async fn read(stream: &mut TcpStream, received: &mut Received) -> std::io::Result<bool> {
    let octets = stream.read(received.room()).await?;
    received.filled(octets);
    Ok(octets != 0)
}

/// Prebuilt frames over any number of connections.
#[derive(Debug)]
pub struct BareAsync {
    runtime: Runtime,
    connections: Vec<Connection>,
}

#[derive(Debug)]
struct Connection {
    stream: TcpStream,
    received: Received,
    window: Window,
}

impl BareAsync {
    /// Binds every connection.
    ///
    /// # Errors
    /// The connections'.
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let mut connections = Vec::new();
        for _ in 0..load.connections {
            connections.push(runtime.block_on(Connection::bind(load))?);
        }
        Ok(Box::new(Self {
            runtime,
            connections,
        }))
    }
}

impl Client for BareAsync {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        let connections = std::mem::take(&mut self.connections);
        self.connections = self.runtime.block_on(async {
            let running: Vec<_> = connections
                .into_iter()
                .map(|connection| tokio::spawn(connection.phase(Arc::clone(tally))))
                .collect();
            let mut connections = Vec::new();
            for connection in running {
                connections.push(connection.await??);
            }
            Ok::<_, Error>(connections)
        })?;
        Ok(())
    }
}

impl Connection {
    async fn bind(load: &Load) -> Result<Self, Error> {
        let mut stream = TcpStream::connect(load.address).await?;
        stream.set_nodelay(true)?;
        stream.write_all(&message::bind()?).await?;
        let mut received = Received::new();
        while received.next_frame().is_none() {
            if !read(&mut stream, &mut received).await? {
                return Err("the server has gone".into());
            }
        }
        Ok(Self {
            stream,
            received,
            window: Window::new(load.window)?,
        })
    }

    async fn phase(mut self, tally: Arc<Tally>) -> Result<Self, Error> {
        let mut now = Instant::now();
        loop {
            let frames = self.window.fill(&tally, now);
            if !frames.is_empty() {
                self.stream.write_all(frames).await?;
            }
            if self.window.is_empty() {
                return Ok(self);
            }
            if !read(&mut self.stream, &mut self.received).await? {
                return Err("the server has gone".into());
            }
            now = Instant::now();
            while let Some(frame) = self.received.next_frame() {
                self.window.answered(frame, &tally, now);
            }
        }
    }
}
