//! The digital systems behind the scores: portals, applications, shared enablers, and what is stated of them.
//!
//! A system is no answer. It says where an answer can be seen, who runs the thing, and how much it is used; the
//! figures keep the digits with which they were printed.

use crate::criteria::{FacetIx, NodeIx, ValueIx};
use crate::diag::Place;
use crate::model::Words;

/// A closed list of words, each with its code in files.
macro_rules! vocabulary {
    ($(#[$outer:meta])* $name:ident { $($variant:ident $code:literal $meaning:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $meaning] $variant,)*
        }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The code in files.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The value with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

vocabulary! {
    /// What a system is.
    SystemKind {
        Portal "portal" "The government's single point of access.",
        Application "application" "An application for mobile devices.",
        Website "website" "The site of an institution.",
        Platform "platform" "A platform for one kind of service.",
        Ministry "ministry" "All services of an institution.",
        Identity "identity" "Registration and sign-in.",
        Payment "payment" "Electronic payment.",
        DataExchange "data_exchange" "Exchange of data between institutions.",
        OpenData "open_data" "A portal for open data.",
        ContactCentre "contact_centre" "A contact centre.",
        Network "network" "A network that connects institutions.",
        Correspondence "correspondence" "Correspondence between institutions.",
        HumanResources "human_resources" "Human resources of institutions.",
        Other "other" "Anything else.",
    }
}

vocabulary! {
    /// Whether a system can be used.
    SystemStatus {
        InService "in_service" "It is in service.",
        InProgress "in_progress" "It is being built or rolled out.",
        Planned "planned" "It is planned, and so evidence for nothing.",
    }
}

vocabulary! {
    /// What a figure counts.
    Quantity {
        Services "services" "Services.",
        Users "users" "Users.",
        Transactions "transactions" "Transactions.",
        Entities "entities" "Institutions.",
        Languages "languages" "Languages.",
        Projects "projects" "Projects.",
        Phases "phases" "Phases of a programme.",
        Share "share" "A share, written in per cent.",
        Other "other" "Anything else, or a statement without a figure.",
    }
}

vocabulary! {
    /// How exactly a figure is stated.
    Qualifier {
        Exact "exact" "As it stands.",
        MoreThan "more_than" "More than that.",
        About "about" "About that.",
    }
}

vocabulary! {
    /// The span of time that a figure counts.
    Per {
        Total "total" "Since the beginning, or at a point in time.",
        Year "year" "In a year.",
        Month "month" "In a month.",
        Day "day" "In a day.",
    }
}

/// A digital system of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    pub(crate) unit: usize,
    pub(crate) code: String,
    pub(crate) name: Words,
    pub(crate) owner: Words,
    pub(crate) kind: SystemKind,
    /// A value of the framework's facet `channel`; none where it serves no channel or all of them.
    pub(crate) channel: Option<(FacetIx, ValueIx)>,
    /// Nodes of the framework that it is evidence for.
    pub(crate) kpis: Vec<NodeIx>,
    pub(crate) status: SystemStatus,
    pub(crate) url: String,
    pub(crate) source: Words,
    pub(crate) facts: Vec<SystemFact>,
    pub(crate) place: Place,
}

/// Something stated of a system.
#[derive(Clone, Debug, PartialEq)]
pub struct SystemFact {
    pub(crate) quantity: Quantity,
    /// What exactly is stated.
    pub(crate) name: Words,
    /// None where something is stated and nothing counted.
    pub(crate) figure: Option<Figure>,
    pub(crate) period: String,
    pub(crate) source: Words,
    pub(crate) note: Words,
    pub(crate) place: Place,
}

/// A number as it was stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub(crate) value: f64,
    /// Digits after the decimal sign with which it was printed.
    pub(crate) decimals: Option<u32>,
    pub(crate) qualifier: Qualifier,
    pub(crate) per: Per,
    pub(crate) place: Place,
}
