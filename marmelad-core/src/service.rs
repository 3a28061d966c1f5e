//! Declaration of services: the ports that a service uses, and the services that it calls.

/// Declares a service with the named ports of [`crate::Ports`], a [`crate::settings::Context`] and, after `with`,
/// other services; `new` takes them in that order.
macro_rules! service {
    (
        $(#[$doc:meta])*
        $name:ident { $($port:ident: $trait:ident),* $(,)? }
        $(with { $($other:ident: $service:ident),+ $(,)? })?
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            context: $crate::settings::Context,
            $($port: std::sync::Arc<dyn $trait>,)*
            $($($other: std::sync::Arc<$service>,)+)?
        }

        impl $name {
            pub(crate) fn new(
                context: $crate::settings::Context,
                ports: &$crate::Ports,
                $($($other: std::sync::Arc<$service>,)+)?
            ) -> Self {
                Self {
                    context,
                    $($port: std::sync::Arc::clone(&ports.$port),)*
                    $($($other,)+)?
                }
            }
        }
    };
}
pub(crate) use service;
