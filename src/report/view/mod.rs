//! What templates see: formatted strings and the geometry of charts, with no arithmetic left to do. A file for each page,
//! and one each for what pages share.
//!
//! The fields are listed for authors of templates in `reports/README.md`; they are made from these comments.

mod advice;
mod beside;
mod cards;
mod chart;
mod country;
mod groups;
mod over;
mod page;
mod part;
mod quality;
mod region;
mod robustness;
mod series;

pub use super::text::{Phrase, Segment};
pub use advice::{ActionRow, LostRow, RecommendationRow, SideBySide, SideRow, StepCell, Waterfall, WaterfallBar};
pub use beside::{EarlierCell, EarlierView, PeerCell, PeersView};
pub use cards::{CardRow, CardsView, CatalogueRow, ImproveRow};
pub use chart::{
    Band, Dot, Dumbbell, HeatCell, HeatRow, HeatTable, Mark, MatrixRow, ServiceMatrix, Strip, Swarm, Tick, Trend,
    TrendPoint, TrendTick,
};
pub use country::{
    Comparison, CountryView, FacetRow, FacetTable, NodeRow, PillarRow, PublishedRow, SystemFactRow, SystemGroup,
    SystemRow,
};
pub use groups::{GroupRow, GroupTable};
pub use over::{CoverageRow, CoverageView, ImprovedRow, ImprovedView, NotCompared, OverRow, OverTable};
pub use page::{Fact, LanguageEntry, LanguageLink, LanguagesView, LegendRow, Page, UpLink};
pub use part::{AdaptedView, BandLabel, Cell, Figure, MethodRow, ObservedRow, RankCell, UnitLink};
pub use quality::{Download, EstimateRow, EvidenceEntry, EvidenceRow, EvidenceView, QualityRow, QualityView};
pub use region::{BandRow, LinkRow, LinkTable, LinkView, NodeSummary, NotRanked, PublishedFigure, RankRow, RegionView};
pub use robustness::{
    CertaintyRow, CoherenceView, CorrelationRow, CorrelationTable, ImportanceRow, IntervalGroup, IntervalPlot,
    IntervalRow, RemovalRow, RobustnessView, SensitivityRow, SensitivityView, ShareTable, SourceRow, StructureRow,
    TieRow,
};
pub use series::{
    ChangeRow, CollectionView, LineageRow, ReportLink, RoundLink, SeriesBands, SeriesCell, SeriesLink, SeriesRound,
    SeriesUnit, SeriesUnitView, SeriesView, TrendRow, UnitNote,
};
