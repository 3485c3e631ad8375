//! The state space.
