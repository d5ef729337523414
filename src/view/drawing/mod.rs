//! Drawings as numbers: graphs in layers, curves, and marks in a grid. A template turns them into SVG.

pub(super) mod graph;
pub(super) mod layered;
pub(super) mod plot;
pub(super) mod scatter;
