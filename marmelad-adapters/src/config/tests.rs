#![allow(clippy::unwrap_used)]

use std::path::Path;

use rstest::rstest;

use super::*;

const MAIN: &str = "7000000001:AAMainBotSandboxTokenForTestsOnly_1";
const AUTH: &str = "7000000002:AAAuthBotSandboxTokenForTestsOnly_2";
const SECRET: &str = "3f1c0b9a8d7e6f5a4b3c2d1e0f9a8b7c";

/// A configuration in which nothing is wrong for anybody.
fn good() -> Variables {
    Variables::from_pairs([
        ("APP_ENV", "prod"),
        ("TELEGRAM_MAIN_BOT_TOKEN", MAIN),
        ("TELEGRAM_AUTH_BOT_TOKEN", AUTH),
        ("TELEGRAM_WEBHOOK_MAIN_URL", "https://shop.example/bot/main/webhook"),
        ("TELEGRAM_WEBHOOK_AUTH_URL", "https://shop.example:8443/bot/auth/webhook"),
        ("TELEGRAM_WEBHOOK_SECRET", SECRET),
        ("JWT_SECRET", SECRET),
    ])
}

const EVERY_PURPOSE: [Purpose; 7] = [
    Purpose::Http,
    Purpose::Bots { takes_updates: true },
    Purpose::Bots { takes_updates: false },
    Purpose::Cli,
    Purpose::CliTelegram,
    Purpose::CliWebhook,
    Purpose::Demo,
];

/// The variables that `load` complains about.
fn complaints(purpose: Purpose, variables: &Variables) -> Vec<String> {
    match Config::load(purpose, variables) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems.into_iter().map(|problem| problem.variable).collect(),
    }
}

#[test]
fn nothing_set_is_a_development_set_up() {
    let config = Config::load(Purpose::Http, &Variables::default()).unwrap();
    assert_eq!(config.app_env, AppEnv::Dev);
    assert_eq!(config.zone, Tz::Asia__Vladivostok);
    assert_eq!(config.database.reveal(), "sqlite:marmelad.db");
    assert!(config.redis.is_none() && config.jwt.secret.is_none());
    assert_eq!(config.telegram.api_url, "https://api.telegram.org");
    assert!(!config.telegram.own_bot_api);
    assert_eq!(config.telegram.bot_mode, BotMode::Polling);
    assert_eq!(config.panel_url, "http://localhost:8000");
    assert_eq!(config.listen.http.to_string(), "127.0.0.1:8000");
    assert_eq!(config.listen.bots.to_string(), "127.0.0.1:8081");
    assert_eq!(config.listen.metrics, None);
    assert_eq!(config.jwt.ttl, Duration::from_hours(12));
    assert_eq!(
        config.delivery,
        DeliveryConfig { rate_per_minute: 25, batch_size: 30, lease: Duration::from_secs(30) }
    );
    assert_eq!(config.log, LogConfig { format: LogFormat::Pretty, filter: "info".into() });
}

#[test]
fn a_process_asks_only_for_what_it_needs() {
    let prod = Variables::from_pairs([("APP_ENV", "prod")]);
    let tokens = ["TELEGRAM_MAIN_BOT_TOKEN", "TELEGRAM_AUTH_BOT_TOKEN"];
    let webhooks =
        ["TELEGRAM_WEBHOOK_MAIN_URL", "TELEGRAM_WEBHOOK_AUTH_URL", "TELEGRAM_WEBHOOK_SECRET"];
    let both = [&tokens[..], &webhooks[..]].concat();
    assert_eq!(complaints(Purpose::Http, &prod), ["JWT_SECRET"]);
    assert_eq!(complaints(Purpose::Cli, &prod), [""; 0]);
    assert_eq!(complaints(Purpose::CliTelegram, &prod), tokens);
    assert_eq!(complaints(Purpose::CliWebhook, &prod), both);
    assert_eq!(complaints(Purpose::Bots { takes_updates: true }, &prod), both);
    assert_eq!(complaints(Purpose::Bots { takes_updates: false }, &prod), tokens);
    let polling = prod.with("BOT_MODE", "polling");
    assert_eq!(complaints(Purpose::Bots { takes_updates: true }, &polling), tokens);
    for purpose in EVERY_PURPOSE {
        assert_eq!(complaints(purpose, &good()), [""; 0], "{purpose:?}");
    }
}

#[test]
fn what_is_not_needed_is_not_looked_at_and_not_kept() {
    let config = Config::load(Purpose::Cli, &good().with("JWT_SECRET", "short")).unwrap();
    assert!(config.telegram.tokens.is_none() && config.telegram.webhooks.is_none());
    assert!(config.jwt.secret.is_none());
}

#[rstest]
#[case("APP_ENV", "production")]
#[case("TZ", "Moon/Base")]
#[case("DB_URL", "postgres://localhost/marmelad")]
#[case("DB_URL", "mysql://localhost")]
#[case("DB_URL", "mysql:///marmelad")]
#[case("DB_URL", "mysql://u:p#w@localhost/db")]
#[case("DB_URL", "sqlite:")]
#[case("DB_URL", "sqlite::memory:")]
#[case("DB_URL", "sqlite://x.db?mode=memory")]
#[case("REDIS_URL", "localhost:6379")]
#[case("REDIS_URL", "redis://")]
#[case("TELEGRAM_API_URL", "api.telegram.org")]
#[case("TELEGRAM_API_URL", "ftp://api.telegram.org")]
#[case("TELEGRAM_API_URL", "https://api.telegram.org/?a=b")]
#[case("TELEGRAM_MAIN_BOT_TOKEN", "7000000001")]
#[case("TELEGRAM_MAIN_BOT_TOKEN", "7000000001:short")]
#[case("TELEGRAM_MAIN_BOT_TOKEN", "bot7000000001:AAMainBotSandboxTokenForTestsOnly_1")]
#[case("TELEGRAM_AUTH_BOT_TOKEN", "7000000002:AAAuth Bot SandboxTokenForTestsOnly_2")]
#[case("TELEGRAM_AUTH_BOT_TOKEN", MAIN)]
#[case("TELEGRAM_WEBHOOK_MAIN_URL", "http://shop.example/bot/main/webhook")]
#[case("TELEGRAM_WEBHOOK_MAIN_URL", "https://shop.example:8000/bot/main/webhook")]
#[case("TELEGRAM_WEBHOOK_MAIN_URL", "https://shop.example/bot/auth/webhook")]
#[case("TELEGRAM_WEBHOOK_AUTH_URL", "https://shop.example/")]
#[case("TELEGRAM_WEBHOOK_SECRET", "fifteen-letters")]
#[case("TELEGRAM_WEBHOOK_SECRET", "not only what Telegram takes")]
#[case("TELEGRAM_WEBHOOK_SECRET", "aaaaaaaaaaaaaaaaaaaa")]
#[case("BOT_MODE", "push")]
#[case("TELEGRAM_CHANNEL_ID", "marmelad")]
#[case("TELEGRAM_CHANNEL_ID", "-42")]
#[case("FIRST_SUPERADMIN_TG_ID", "@owner")]
#[case("FIRST_SUPERADMIN_TG_ID", "0")]
#[case("TEST_TELEGRAM_IDS", "1,two")]
#[case("DEFAULT_BROADCAST_RATE_PER_MINUTE", "1801")]
#[case("DEFAULT_BROADCAST_BATCH_SIZE", "0")]
#[case("DEFAULT_BROADCAST_BATCH_SIZE", "501")]
#[case("WORKER_LEASE_SECONDS", "-1")]
#[case("JWT_SECRET", "thirty-one bytes are not enough")]
#[case("JWT_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
#[case("JWT_TTL_MINUTES", "forever")]
#[case("PANEL_URL", "localhost:8000")]
#[case("HTTP_ADDR", "8000")]
#[case("BOTS_ADDR", "127.0.0.1")]
#[case("METRICS_ADDR", "on")]
#[case("TRUSTED_PROXIES", "10.0.0.0/33")]
#[case("LOG_FORMAT", "xml")]
#[case("RUST_LOG", "info,=,=")]
fn a_wrong_value_is_reported_once_and_nothing_else_is(
    #[case] name: &'static str,
    #[case] value: &'static str,
) {
    let purpose =
        if name == "JWT_SECRET" { Purpose::Http } else { Purpose::Bots { takes_updates: true } };
    let variables = good().with("BOT_MODE", "webhook").with(name, value);
    assert_eq!(complaints(purpose, &variables), [name]);
}

#[rstest]
#[case("DB_URL", "sqlite:///var/lib/marmelad/marmelad.db?mode=rwc")]
#[case("DB_URL", "mysql://user:p%40ss@db.example:3306/marmelad")]
#[case("REDIS_URL", "redis://:secret@localhost:6379/1")]
#[case("TELEGRAM_API_URL", "http://127.0.0.1:8082")]
#[case("TELEGRAM_WEBHOOK_MAIN_URL", "https://shop.example:88/loyalty/bot/main/webhook")]
#[case("TELEGRAM_CHANNEL_ID", "@marmelad_dvorik")]
#[case("TELEGRAM_CHANNEL_ID", "-1001234567890")]
#[case("TEST_TELEGRAM_IDS", "1, 2,,3,")]
#[case("DEFAULT_BROADCAST_RATE_PER_MINUTE", "0")]
#[case("METRICS_ADDR", "off")]
#[case("METRICS_ADDR", "[::1]:9100")]
#[case("TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.7, fd00::/8")]
#[case("RUST_LOG", "warn,marmelad_core=debug")]
fn a_good_value_is_taken(#[case] name: &'static str, #[case] value: &'static str) {
    let variables = good().with(name, value);
    assert_eq!(complaints(Purpose::Bots { takes_updates: true }, &variables), [""; 0]);
}

#[test]
fn values_arrive_as_what_they_mean() {
    let variables = good()
        .with("DB_URL", "mysql+pymysql://user:p%40ss@db.example/marmelad")
        .with("TELEGRAM_API_URL", "http://127.0.0.1:8082/")
        .with("PANEL_URL", "https://panel.example/loyalty/")
        .with("TEST_TELEGRAM_IDS", "5, 7")
        .with("TRUSTED_PROXIES", "192.168.1.7");
    let config = Config::load(Purpose::Http, &variables).unwrap();
    assert_eq!(config.database.kind(), DatabaseKind::MySql);
    assert_eq!(config.database.reveal(), "mysql://user:p%40ss@db.example/marmelad");
    assert_eq!(config.telegram.api_url, "http://127.0.0.1:8082");
    assert!(config.telegram.own_bot_api);
    assert_eq!(config.telegram.bot_mode, BotMode::Webhook);
    assert_eq!(config.panel_url, "https://panel.example/loyalty");
    assert_eq!(config.test_ids, BTreeSet::from([TelegramId(5), TelegramId(7)]));
    assert!(
        config.trusted_proxies[0].contains(&"192.168.1.7".parse::<std::net::IpAddr>().unwrap())
    );
}

#[test]
fn webhooks_of_a_development_set_up_may_be_local() {
    let variables = good()
        .with("APP_ENV", "dev")
        .with("BOT_MODE", "webhook")
        .with("TELEGRAM_WEBHOOK_MAIN_URL", "http://127.0.0.1:8081/bot/main/webhook");
    assert_eq!(complaints(Purpose::Bots { takes_updates: true }, &variables), [""; 0]);
}

#[test]
fn ten_mistakes_are_ten_lines_of_one_message() {
    let mistakes = [
        ("TZ", "Moon/Base"),
        ("DB_URL", "oracle://scott:tiger@localhost"),
        ("TELEGRAM_API_URL", "nowhere"),
        ("BOT_MODE", "push"),
        ("FIRST_SUPERADMIN_TG_ID", "me"),
        ("DEFAULT_BROADCAST_BATCH_SIZE", "100000"),
        ("JWT_SECRET", "hunter2"),
        ("PANEL_URL", "panel"),
        ("HTTP_ADDR", "everywhere"),
        ("LOG_FORMAT", "xml"),
    ];
    let mut variables = good();
    for (name, value) in mistakes {
        variables = variables.with(name, value);
    }
    let error = Config::load(Purpose::Http, &variables).unwrap_err();
    let message = error.to_string();
    assert_eq!(message.lines().count(), 11, "{message}");
    assert!(message.starts_with("the configuration has 10 problems:\n"));
    for (name, _) in mistakes {
        let line = message.lines().find(|line| line.trim().starts_with(name)).unwrap();
        assert!(line.contains("; expected: "), "{line}");
    }
    assert!(!message.contains("hunter2") && !message.contains("tiger"), "{message}");
}

#[test]
fn secrets_are_never_printed() {
    let variables = good()
        .with("APP_ENV", "dev")
        .with("BOT_MODE", "webhook")
        .with("DB_URL", "mysql://user:db-password@localhost/db")
        .with("REDIS_URL", "redis://:redis-password@localhost");
    let config = Config::load(Purpose::Demo, &variables).unwrap();
    let shown = format!("{config:?} {} {}", config.database, config.redis.as_ref().unwrap());
    for secret in [MAIN, AUTH, SECRET, "db-password", "redis-password"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("mysql://user:***@localhost/db"), "{shown}");
}

#[test]
fn an_env_file_is_read_and_a_broken_one_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    assert_eq!(complaints(Purpose::Http, &Variables::from_file(&path)), [""; 0]);

    std::fs::write(
        &path,
        "# shops\nTZ=Europe/Moscow\nREDIS_URL=\nPANEL_URL=\"http://a.example\" # where\n",
    )
    .unwrap();
    let config = Config::load(Purpose::Http, &Variables::from_file(&path)).unwrap();
    assert_eq!(config.zone, Tz::Europe__Moscow);
    assert_eq!(config.panel_url, "http://a.example");
    assert!(config.redis.is_none());

    std::fs::write(&path, "TZ=Europe/Moscow\nJWT_SECRET=\"hunter2\n").unwrap();
    let error = Config::load(Purpose::Http, &Variables::from_file(&path)).unwrap_err();
    assert_eq!(error.problems[0].variable, path.display().to_string());
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[test]
fn the_example_file_loads_and_names_every_variable() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.env.example");
    let config = Config::load(Purpose::Http, &Variables::from_file(&example)).unwrap();
    assert_eq!(config.database.reveal(), DatabaseUrl::default().reveal());

    let text = std::fs::read_to_string(example).unwrap();
    let shown: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('=').map(|(name, _)| name))
        .collect();
    let sources = [include_str!("../config.rs"), include_str!("secrets.rs")].concat();
    let read: BTreeSet<&str> = sources
        .split('"')
        .filter(|word| {
            word.len() > 1 && word.bytes().all(|it| it.is_ascii_uppercase() || it == b'_')
        })
        .collect();
    assert_eq!(shown, read);
}
