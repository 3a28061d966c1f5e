//! Media: pictures, videos and files of broadcasts.

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
