//! Tags of many clients at a time.
