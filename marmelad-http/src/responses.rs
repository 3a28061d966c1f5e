//! Responses that several operations share.

use std::fmt::Display;

use poem_openapi::ApiResponse;
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;

use crate::API_PATH;

/// A resource that the request created.
#[derive(ApiResponse)]
pub(crate) enum Created<T: ToJSON> {
    /// Created.
    #[oai(status = 201)]
    Created(
        Json<T>,
        /// Path of the new resource.
        #[oai(header = "Location")]
        String,
    ),
}

impl<T: ToJSON> Created<T> {
    /// `collection` is the path of the list below [`API_PATH`].
    pub(crate) fn new(collection: &str, id: impl Display, created: T) -> Self {
        Self::Created(Json(created), format!("{API_PATH}{collection}/{id}"))
    }
}
