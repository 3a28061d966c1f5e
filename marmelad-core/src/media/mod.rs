//! Media: pictures, videos and files of broadcasts.
//!
//! - `file`: an uploaded file and the kinds of files.
//! - `upload`, `open`: storing an upload and reading it back.
//! - `sniff`: detection of the type by the first bytes.
//! - `file_name`: cleaning of file names.
//! - `ports`: `repo` for the rows, `store` for the bytes.
//!
//! A front end passes a byte stream to [`MediaService`]; type and size are checked by the rules of `sniff`; bytes go to
//! the store and the row to the repository.

mod file;
mod file_name;
mod open;
mod ports;
pub mod sniff;
mod upload;

pub use file::*;
pub use file_name::*;
pub use ports::*;
pub use sniff::*;
pub use upload::*;

use crate::service;

service! {
    /// Stores uploads and opens them.
    MediaService { media: MediaRepo, media_store: MediaStore }
}
