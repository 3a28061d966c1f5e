//! The sandbox as a program of its own.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use marmelad_sandbox::{BotKind, Sandbox};

/// A local Telegram Bot API server with a chat page, for demos and tests.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Port to listen on, on 127.0.0.1.
    #[arg(long, default_value_t = 8085)]
    port: u16,
    /// Token of the clients' bot, `<digits>:<35 characters>`.
    #[arg(long, env = "TELEGRAM_MAIN_BOT_TOKEN", hide_env_values = true)]
    main_token: Option<String>,
    /// Token of the cashiers' bot.
    #[arg(long, env = "TELEGRAM_AUTH_BOT_TOKEN", hide_env_values = true)]
    auth_token: Option<String>,
    /// Username of the channel.
    #[arg(long, default_value = "@marmelad_channel")]
    channel: String,
    /// File that keeps people and chats over restarts.
    #[arg(long)]
    state: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()),
        )
        .init();
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let reason = std::error::Error::source(&error)
                .map(|source| format!(": {source}"))
                .unwrap_or_default();
            eprintln!("{error}{reason}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), marmelad_sandbox::StartError> {
    let mut builder = Sandbox::builder().port(args.port).channel(args.channel);
    for (bot, token) in [(BotKind::Main, args.main_token), (BotKind::Auth, args.auth_token)] {
        if let Some(token) = token {
            builder = builder.token(bot, token);
        }
    }
    if let Some(path) = args.state {
        builder = builder.state_file(path);
    }
    let sandbox = builder.start().await?;
    println!("Bot API and chat page: {}", sandbox.base_url());
    println!("main bot: {}", sandbox.token(BotKind::Main));
    println!("auth bot: {}", sandbox.token(BotKind::Auth));
    println!("channel: {} ({})", sandbox.channel(), sandbox.channel_id());
    stop_signal().await;
    sandbox.stop().await;
    Ok(())
}

/// Ctrl-C, or SIGTERM where there is one.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler the system ends the process itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
