//! Ports of this area: traits that the adapters implement.

mod code_generator;
mod discount_lists;
mod discount_repo;
mod template_repo;
mod wrong_code_limiter;

pub use code_generator::*;
pub use discount_lists::*;
pub use discount_repo::*;
pub use template_repo::*;
pub use wrong_code_limiter::*;
