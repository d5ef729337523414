//! Nodes and bends that are all linked with each other, with links to the next layer only.

/// A part of a graph. Nodes and bends go by their places in its lists.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// What each is called in the whole graph.
    pub(super) names: Vec<usize>,
    /// The layer of each.
    pub(super) layer: Vec<usize>,
    /// Whether it is a bend of a link.
    pub(super) bend: Vec<bool>,
    /// Those in the layer before that lead to it.
    pub(super) before: Vec<Vec<usize>>,
    /// Those in the next layer that it leads to.
    pub(super) after: Vec<Vec<usize>>,
}

impl Part {
    /// Adds a node or a bend, and gives its place.
    pub(super) fn add(&mut self, name: usize, layer: usize, bend: bool) -> usize {
        self.names.push(name);
        self.layer.push(layer);
        self.bend.push(bend);
        self.before.push(Vec::new());
        self.after.push(Vec::new());
        self.names.len() - 1
    }

    /// Links two, the second one in the layer after the first one.
    pub(super) fn link(&mut self, from: usize, to: usize) {
        self.after[from].push(to);
        self.before[to].push(from);
    }

    /// How many nodes and bends there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}
