//! The fields of a filter and their operators.

/// A fact about a client that a filter may test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Gender,
    Age,
    BirthdayMonth,
    IsSubscribed,
    HasPhone,
    Tags,
    CampaignId,
    CreatedAt,
    LastSeenAt,
    DiscountsIssued,
    DiscountsRedeemed,
    LastRedeemedAt,
    OrdersCount,
    OrdersTotal,
}

crate::kernel::text_enum!(Field {
    Gender => "gender",
    Age => "age",
    BirthdayMonth => "birthday_month",
    IsSubscribed => "is_subscribed",
    HasPhone => "has_phone",
    Tags => "tags",
    CampaignId => "campaign_id",
    CreatedAt => "created_at",
    LastSeenAt => "last_seen_at",
    DiscountsIssued => "discounts_issued",
    DiscountsRedeemed => "discounts_redeemed",
    LastRedeemedAt => "last_redeemed_at",
    OrdersCount => "orders_count",
    OrdersTotal => "orders_total",
});

/// An operator of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Lte,
    Gt,
    Gte,
    Between,
    In,
    Contains,
    WithinDays,
    OlderThanDays,
}

crate::kernel::text_enum!(Op {
    Eq => "eq",
    Ne => "ne",
    Lt => "lt",
    Lte => "lte",
    Gt => "gt",
    Gte => "gte",
    Between => "between",
    In => "in",
    Contains => "contains",
    WithinDays => "within_days",
    OlderThanDays => "older_than_days",
});

/// The type of a field; it determines the operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A value of an enum.
    Word,
    Number,
    /// Roubles with two places.
    Money,
    Flag,
    /// A set of free words.
    Tags,
    Time,
}

impl Field {
    pub const fn kind(self) -> FieldKind {
        match self {
            Self::Gender => FieldKind::Word,
            Self::Age
            | Self::BirthdayMonth
            | Self::CampaignId
            | Self::DiscountsIssued
            | Self::DiscountsRedeemed
            | Self::OrdersCount => FieldKind::Number,
            Self::OrdersTotal => FieldKind::Money,
            Self::IsSubscribed | Self::HasPhone => FieldKind::Flag,
            Self::Tags => FieldKind::Tags,
            Self::CreatedAt | Self::LastSeenAt | Self::LastRedeemedAt => FieldKind::Time,
        }
    }
}

impl FieldKind {
    pub const fn ops(self) -> &'static [Op] {
        match self {
            Self::Word => &[Op::Eq, Op::Ne, Op::In],
            Self::Number | Self::Money => {
                &[Op::Eq, Op::Ne, Op::Lt, Op::Lte, Op::Gt, Op::Gte, Op::Between, Op::In]
            }
            Self::Flag => &[Op::Eq, Op::Ne],
            Self::Tags => &[Op::Contains, Op::In],
            Self::Time => &[
                Op::Eq,
                Op::Ne,
                Op::Lt,
                Op::Lte,
                Op::Gt,
                Op::Gte,
                Op::Between,
                Op::WithinDays,
                Op::OlderThanDays,
            ],
        }
    }
}
