//! What the measurements share: the six cases, and the hand-written codec they are held against.

pub mod cases;
pub mod connection;
pub mod exchange;
pub mod hand;
pub mod idle;
