//! What keeps a connection open: the application's handles share it.

use std::sync::Arc;

use crate::shared::Shared;

/// Closes the connection when the last clone of its `Arc` is dropped.
pub(crate) struct Handle(Arc<Shared>);

impl Handle {
    pub(crate) const fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    pub(crate) const fn shared(&self) -> &Arc<Shared> {
        &self.0
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.act(|inner, now| inner.session.abort(now));
    }
}
