//! REST API and the built panel.
//!
//! | module | what it holds |
//! |---|---|
//! | [`views`] | the API's objects |

pub mod views;
