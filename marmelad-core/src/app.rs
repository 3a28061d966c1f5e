//! The application: one service per area, and the context they share.
//!
//! Front ends call services. Ports are private, so that no front end can bypass a rule.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::audit::AuditService;
use crate::broadcasts::BroadcastService;
use crate::calendar::CalendarService;
use crate::campaigns::CampaignService;
use crate::clients::ClientService;
use crate::delivery::DeliveryService;
use crate::discounts::DiscountService;
use crate::intake::IntakeService;
use crate::kernel::PortError;
use crate::media::MediaService;
use crate::notifications::NotificationService;
use crate::onboarding::OnboardingService;
use crate::orders::OrderService;
use crate::ports::Ports;
use crate::reports::ReportService;
use crate::segments::SegmentService;
use crate::sessions::SessionService;
use crate::settings::{AppContext, Context, Settings, SettingsService, Wording};
use crate::staff::StaffService;
use crate::system::SystemService;

/// All services over the same ports. Cheap to clone.
#[derive(Clone)]
pub struct App {
    #[cfg(any(test, feature = "mocks"))]
    ports: Ports,
    /// The clock, the settings in force and the configuration.
    pub context: Context,
    pub audit: Arc<AuditService>,
    pub broadcasts: Arc<BroadcastService>,
    pub calendar: Arc<CalendarService>,
    pub campaigns: Arc<CampaignService>,
    pub clients: Arc<ClientService>,
    pub delivery: Arc<DeliveryService>,
    pub discounts: Arc<DiscountService>,
    pub intake: Arc<IntakeService>,
    pub media: Arc<MediaService>,
    pub notifications: Arc<NotificationService>,
    pub onboarding: Arc<OnboardingService>,
    pub orders: Arc<OrderService>,
    pub reports: Arc<ReportService>,
    pub segments: Arc<SegmentService>,
    pub sessions: Arc<SessionService>,
    pub settings: Arc<SettingsService>,
    pub staff: Arc<StaffService>,
    pub system: Arc<SystemService>,
}

impl App {
    /// Builds every service on these ports.
    pub fn new(ports: &Ports, config: AppContext) -> Self {
        let context = Context::new(Arc::clone(&ports.clock), Arc::clone(&ports.settings), config);
        macro_rules! build {
            ($service:ident $(, $other:expr)*) => {
                Arc::new($service::new(context.clone(), ports $(, Arc::clone($other))*))
            };
        }
        let delivery = build!(DeliveryService);
        let clients = build!(ClientService);
        let discounts = build!(DiscountService);
        let broadcasts = build!(BroadcastService, &delivery);
        Self {
            audit: Arc::new(AuditService::new(ports)),
            calendar: build!(CalendarService),
            campaigns: build!(CampaignService),
            intake: build!(IntakeService),
            media: build!(MediaService),
            notifications: build!(NotificationService, &broadcasts, &delivery),
            onboarding: build!(OnboardingService, &clients, &discounts),
            orders: build!(OrderService),
            reports: build!(ReportService),
            segments: build!(SegmentService),
            sessions: build!(SessionService),
            settings: build!(SettingsService),
            staff: build!(StaffService),
            system: build!(SystemService),
            broadcasts,
            clients,
            delivery,
            discounts,
            context,
            #[cfg(any(test, feature = "mocks"))]
            ports: ports.clone(),
        }
    }

    /// The same application with some of its ports replaced, for tests.
    #[cfg(any(test, feature = "mocks"))]
    #[must_use]
    pub fn with(&self, replace: impl FnOnce(&mut Ports)) -> Self {
        let mut ports = self.ports.clone();
        replace(&mut ports);
        Self::new(&ports, self.context.config.as_ref().clone())
    }

    /// The ports below the services, for tests that set the scene.
    #[cfg(any(test, feature = "mocks"))]
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.context.now()
    }

    /// The current local day in the shops' zone.
    pub fn today(&self) -> NaiveDate {
        self.context.today()
    }

    /// The settings in force.
    pub async fn settings(&self) -> Result<Arc<Settings>, PortError> {
        self.context.settings().await
    }

    /// The texts in force at the current instant.
    pub fn wording<'a>(&self, settings: &'a Settings) -> Wording<'a> {
        self.context.wording(settings)
    }
}
