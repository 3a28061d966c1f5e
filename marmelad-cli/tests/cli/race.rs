//! Many processes, one database file.

use std::process::Stdio;

use crate::shop::{Ran, Shop};

#[test]
fn of_simultaneous_redemptions_one_succeeds() {
    let shop = Shop::seeded(20);
    let codes: Vec<String> = (0..5).map(|_| shop.issue("1")).collect();
    let children: Vec<_> = codes
        .iter()
        .flat_map(|code| std::iter::repeat_n(code, 8))
        .map(|code| {
            let child = shop
                .command(&["code", "redeem", code, "--yes", "--amount", "1000"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            (code, child)
        })
        .collect();
    let ran: Vec<_> = children
        .into_iter()
        .map(|(code, child)| (code, Ran::of(&child.wait_with_output().unwrap())))
        .collect();
    for code in &codes {
        let mut exits: Vec<_> =
            ran.iter().filter(|(of, _)| *of == code).map(|(_, ran)| ran.exit).collect();
        exits.sort_unstable();
        assert_eq!(exits, [0, 4, 4, 4, 4, 4, 4, 4], "{code}: {ran:?}");
    }
    assert_eq!(shop.json(&["audit", "verify"])["status"], "ok");
}
