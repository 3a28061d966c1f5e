//! `/auth`: logging in.

use marmelad_core::App;
use marmelad_core::sessions::LoginOutcome;
use poem::web::Data;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use crate::auth::{Anybody, Reader};
use crate::body::Body;
use crate::login_limit::LoginLimit;
use crate::problem::{Kind, Outcome, Problem, kind};
use crate::request_context::RequestContext;
use crate::spec::Tag;
use crate::views::{Login, Me, Timestamp};

/// Logging in and out.
#[derive(Debug, Clone, Copy)]
pub struct SessionsApi;

/// The secret of a login link.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
struct LoginToken {
    /// Value of `token=` in the link: 64 hexadecimal digits.
    #[oai(validator(min_length = 1))]
    token: String,
}

#[derive(ApiResponse)]
enum LoggedOut {
    /// Logged out.
    #[oai(status = 204)]
    Done,
}

#[OpenApi(prefix_path = "/auth", tag = "Tag::Auth")]
impl SessionsApi {
    /// Log in with a one-time link
    ///
    /// A link works once, within five minutes. Links come from `/login` in the auth bot or from `marmelad-cli admin
    /// login-link`.
    #[oai(path = "/login-token", method = "post", operation_id = "logIn")]
    async fn log_in(
        &self,
        _anybody: Anybody,
        Data(app): Data<&App>,
        Data(limit): Data<&LoginLimit>,
        Data(context): Data<&RequestContext>,
        body: Body<LoginToken>,
    ) -> Outcome<Json<Login>, (kind::LoginTokenInvalid, kind::AdminInactive, kind::TooManyRequests)>
    {
        limit.check(context.ip)?;
        match app.sessions.log_in(&body.0.token).await? {
            LoginOutcome::LoggedIn { access, admin } => Ok(Json(Login::new(access, *admin))),
            LoginOutcome::BadToken => Err(Problem::new(Kind::LoginTokenInvalid).into()),
            LoginOutcome::Inactive => Err(Problem::new(Kind::AdminInactive).into()),
        }
    }

    /// Show the logged-in admin
    ///
    /// The admin with their present role, the time zone of the shops and the server time.
    #[oai(path = "/me", method = "get", operation_id = "getMe")]
    #[expect(clippy::unused_async, reason = "operations are asynchronous")]
    async fn me(&self, Reader(session): Reader, Data(app): Data<&App>) -> Outcome<Json<Me>> {
        Ok(Json(Me {
            admin: session.admin.clone().into(),
            time_zone: app.context.zone.name().to_owned(),
            now: Timestamp(app.now()),
        }))
    }

    /// Log out
    ///
    /// Revokes the access token of the request.
    #[oai(path = "/logout", method = "post", operation_id = "logOut")]
    async fn log_out(&self, Reader(session): Reader, Data(app): Data<&App>) -> Outcome<LoggedOut> {
        app.sessions.log_out(&session.claims).await?;
        Ok(LoggedOut::Done)
    }
}
