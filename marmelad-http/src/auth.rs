//! Who makes a request: the access token and the role that an operation needs.
//!
//! An operation names the least role as its first argument: [`Reader`], [`Marketing`] or [`Owner`]; [`Anybody`] needs
//! no token. The OpenAPI document shows the same as the operation's security scheme.

use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::sessions::{AccessClaims, Authentication};
use marmelad_core::staff::{Admin, Role};
use poem::{Request, RequestBody};
use poem_openapi::auth::{Bearer, BearerAuthorization};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, SecurityScheme};

use crate::problem::{Kind, Problem};
use crate::request_context::RequestContext;
use crate::views::Viewer;

/// Access token of any active admin.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "reader", checker = "reader")]
pub(crate) struct Reader(pub(crate) Session);

/// Access token of an active admin with the role `marketing` or `owner`.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "marketing", checker = "marketing")]
pub(crate) struct Marketing(pub(crate) Session);

/// Access token of an active admin with the role `owner`.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "owner", checker = "owner")]
pub(crate) struct Owner(pub(crate) Session);

/// No token is needed. An operation without any of these four arguments is refused to everybody.
pub(crate) struct Anybody;

impl<'a> ApiExtractor<'a> for Anybody {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn has_security_fallback() -> bool {
        true
    }

    async fn from_request(
        _: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        Ok(Self)
    }
}

async fn reader(request: &Request, bearer: Bearer) -> poem::Result<Session> {
    Ok(authenticate(request, bearer, Role::Readonly).await?)
}

async fn marketing(request: &Request, bearer: Bearer) -> poem::Result<Session> {
    Ok(authenticate(request, bearer, Role::Marketing).await?)
}

async fn owner(request: &Request, bearer: Bearer) -> poem::Result<Session> {
    Ok(authenticate(request, bearer, Role::Owner).await?)
}

/// An active admin and the token of the request.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) admin: Admin,
    pub(crate) claims: AccessClaims,
    /// The access token itself.
    pub(crate) token: String,
    pub(crate) context: RequestContext,
}

impl Session {
    /// The session of a request, before its operation is called; any role.
    pub(crate) async fn of(request: &Request) -> poem::Result<Self> {
        reader(request, Bearer::from_request(request)?).await
    }

    /// The author of a change, for the audit log.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Admin {
            id: self.admin.id,
            ip: self.context.ip.map(|ip| ip.to_string()),
            request_id: Some(self.context.request_id.clone()),
        }
    }

    /// How much of clients and codes the admin may see.
    pub(crate) fn viewer(&self) -> Viewer {
        match self.admin.role {
            Role::Readonly => Viewer::Readonly,
            Role::Marketing | Role::Owner => Viewer::Full,
        }
    }
}

/// Asks the database on every request, unless middleware has done so for this request.
async fn authenticate(request: &Request, bearer: Bearer, least: Role) -> Result<Session, Problem> {
    let unauthorized = || Problem::new(Kind::Unauthorized);
    let extensions = request.extensions();
    let session = if let Some(session) = extensions.get::<Session>() {
        session.clone()
    } else {
        let app = extensions.get::<App>().ok_or_else(unauthorized)?;
        let context = extensions.get::<RequestContext>();
        let token = bearer.token.trim().to_owned();
        match app.sessions.authenticate(&token).await? {
            Authentication::Admin { admin, claims } => Session {
                admin: *admin,
                claims,
                token,
                context: context.cloned().ok_or_else(unauthorized)?,
            },
            Authentication::Unknown => return Err(unauthorized()),
            Authentication::Inactive => return Err(Problem::new(Kind::AdminInactive)),
        }
    };
    if session.admin.role >= least {
        Ok(session)
    } else {
        let why = format!("The operation needs the role `{least}`");
        Err(Problem::new(Kind::Forbidden).because(why))
    }
}
