//! `/auth`: logging in.

use marmelad_core::App;
use marmelad_core::usecases::LoginOutcome;
use poem::web::Data;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;

use crate::body::Body;
use crate::caller::Caller;
use crate::login_limit::LoginLimit;
use crate::problem::{Kind, Problem};
use crate::spec::Tag;
use crate::views::Login;

/// Logging in.
#[derive(Debug, Clone, Copy)]
pub struct AuthApi;

/// A login link's secret.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
struct LoginToken {
    /// What stands behind `token=` in the link.
    token: String,
}

#[OpenApi(prefix_path = "/auth", tag = "Tag::Auth")]
impl AuthApi {
    /// Log in with a one-time link
    ///
    /// Each link works once, within five minutes.
    #[oai(path = "/login-token", method = "post", operation_id = "logIn")]
    async fn log_in(
        &self,
        Data(app): Data<&App>,
        Data(limit): Data<&LoginLimit>,
        Data(caller): Data<&Caller>,
        body: Body<LoginToken>,
    ) -> Result<Json<Login>, Problem> {
        limit.check(caller.ip)?;
        match app.log_in(&body.0.token).await? {
            LoginOutcome::LoggedIn { access, admin } => Ok(Json(Login::new(access, *admin))),
            LoginOutcome::BadToken => Err(Problem::new(Kind::LoginTokenInvalid)),
            LoginOutcome::Inactive => Err(Problem::new(Kind::AdminInactive)),
        }
    }
}
