//! The database's health, and Redis's beside it.

use std::sync::Arc;

use async_trait::async_trait;
use marmelad_core::kernel::PortError;
use marmelad_core::system::{Health, HelperState, SchemaState};

use super::link::Link;

pub(super) struct WithRedis {
    pub(super) database: Arc<dyn Health>,
    pub(super) link: Arc<Link>,
}

#[async_trait]
impl Health for WithRedis {
    async fn database(&self) -> Result<SchemaState, PortError> {
        self.database.database().await
    }

    async fn helpers(&self) -> Vec<HelperState> {
        let mut helpers = self.database.helpers().await;
        helpers.push(HelperState { name: "redis", answer: self.link.ping().await });
        helpers
    }
}
