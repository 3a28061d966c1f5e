//! From the core's types to the API's objects.

use chrono::{DateTime, NaiveDate, Utc};
use marmelad_core::kernel::{
    AdminId, BroadcastId, BroadcastLogId, CampaignId, CashierId, ClientId, DiscountId, MediaId,
    MessageId, Money, OrderId, SegmentId, TelegramId, TemplateId, UsageLogId,
};

use super::{Day, Decimal, Timestamp};

/// A value of the core that the API shows in one form.
pub trait IntoView {
    type View;

    fn into_view(self) -> Self::View;
}

macro_rules! into_views {
    ($($from:ty => $view:ty: |$value:ident| $shown:expr;)+) => {
        $(
            impl IntoView for $from {
                type View = $view;

                fn into_view(self) -> $view {
                    let $value = self;
                    $shown
                }
            }
        )+
    };
}

into_views! {
    bool => bool: |flag| flag;
    u32 => u32: |number| number;
    u64 => u64: |number| number;
    i64 => i64: |number| number;
    String => String: |text| text;
    &'static str => String: |text| text.to_owned();
    AdminId => i64: |id| id.0;
    BroadcastId => i64: |id| id.0;
    BroadcastLogId => i64: |id| id.0;
    CampaignId => i64: |id| id.0;
    CashierId => i64: |id| id.0;
    ClientId => i64: |id| id.0;
    DiscountId => i64: |id| id.0;
    MediaId => i64: |id| id.0;
    MessageId => i64: |id| id.0;
    OrderId => i64: |id| id.0;
    SegmentId => i64: |id| id.0;
    TelegramId => i64: |id| id.0;
    TemplateId => i64: |id| id.0;
    UsageLogId => i64: |id| id.0;
    DateTime<Utc> => Timestamp: |at| Timestamp(at);
    NaiveDate => Day: |day| Day(day);
    Money => Decimal: |sum| Decimal::of(sum);
}

impl<T: IntoView> IntoView for Option<T> {
    type View = Option<T::View>;

    fn into_view(self) -> Self::View {
        self.map(T::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    type View = Vec<T::View>;

    fn into_view(self) -> Self::View {
        self.into_iter().map(T::into_view).collect()
    }
}

/// An object that shows a type of the core. A field shows the field of the same name, or the expression behind its `=`.
macro_rules! view {
    ($(#[$meta:meta])* $name:ident of $from:ident: $domain:ty {
        $($(#[$field_meta:meta])* $field:ident: $type:ty $(= $shown:expr)?,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, poem_openapi::Object)]
        #[oai(skip_serializing_if_is_none)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)+
        }

        impl From<$domain> for $name {
            fn from($from: $domain) -> Self {
                Self { $($field: $crate::views::view!(@field $from $field $($shown)?),)+ }
            }
        }

        impl $crate::views::IntoView for $domain {
            type View = $name;

            fn into_view(self) -> $name {
                self.into()
            }
        }
    };
    (@field $from:ident $field:ident) => { $crate::views::IntoView::into_view($from.$field) };
    (@field $from:ident $field:ident $shown:expr) => { $shown };
}
pub(crate) use view;
