//! The tool on a network: everything here runs the built binary, on loopback, on free ports.

mod bad_peers;
mod center;
mod demo;
mod esme;
mod modes;
mod operations;
mod send;
mod tls;
mod tool;
mod versions;
