//! A graph in, its strongly connected components out (Tarjan, 1972).

use std::mem;

/// The edges from each node: their targets and weights.
pub(super) type Graph = Vec<Vec<(usize, usize)>>;

/// Returns the nodes of each component, a component after those that it leads to.
pub(super) fn find_components(graph: &Graph) -> Vec<Vec<usize>> {
    let mut search = Search {
        numbers: vec![None; graph.len()],
        lowest: vec![0; graph.len()],
        visited: 0,
        open: Vec::new(),
        components: Vec::new(),
    };
    for start in 0..graph.len() {
        search.visit(start, graph);
    }
    search.components
}

struct Search {
    /// The number of each node in the order of visits.
    numbers: Vec<Option<usize>>,
    /// The lowest number that is known to be in the component of each node; `usize::MAX` after its
    /// component is complete.
    lowest: Vec<usize>,
    /// The number of nodes that are visited.
    visited: usize,
    /// The visited nodes whose component is not complete.
    open: Vec<usize>,
    components: Vec<Vec<usize>>,
}

impl Search {
    /// Visits a node and all that it leads to, with a stack of its own: a thousand nested types must not
    /// overflow that of the thread.
    fn visit(&mut self, start: usize, graph: &Graph) {
        let mut path = Vec::new();
        self.enter(start, &mut path);
        while let Some((node, tried)) = path.last_mut() {
            let node = *node;
            if let Some(&(target, _)) = graph[node].get(mem::replace(tried, *tried + 1)) {
                self.enter(target, &mut path);
                self.lowest[node] = self.lowest[node].min(self.lowest[target]);
                continue;
            }
            path.pop();
            if Some(self.lowest[node]) == self.numbers[node] {
                self.complete(node);
            } else if let Some(&(before, _)) = path.last() {
                self.lowest[before] = self.lowest[before].min(self.lowest[node]);
            }
        }
    }

    /// Puts a node on the path, with the number of edges that were followed, unless it was visited.
    fn enter(&mut self, node: usize, path: &mut Vec<(usize, usize)>) {
        if self.numbers[node].is_none() {
            self.numbers[node] = Some(self.visited);
            self.lowest[node] = self.visited;
            self.visited += 1;
            self.open.push(node);
            path.push((node, 0));
        }
    }

    /// Completes the component of the node in it that was visited first.
    fn complete(&mut self, first: usize) {
        let start = self.open.iter().rposition(|&it| it == first);
        let component = self.open.split_off(start.expect("it is open"));
        for &node in &component {
            self.lowest[node] = usize::MAX;
        }
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edges: &[&[usize]], expected: &[&[usize]]) {
        let edges = edges.iter();
        let graph = edges.map(|targets| targets.iter().map(|&it| (it, 0)).collect());
        let mut components = find_components(&graph.collect());
        for component in &mut components {
            component.sort_unstable();
        }
        assert_eq!(components, expected);
    }

    #[test]
    fn a_component_comes_after_those_it_leads_to() {
        check(&[&[1], &[2], &[]], &[&[2], &[1], &[0]]);
        check(&[&[], &[0], &[0, 1]], &[&[0], &[1], &[2]]);
    }

    #[test]
    fn nodes_that_lead_to_each_other_are_one_component() {
        check(&[&[0]], &[&[0]]);
        check(&[&[1], &[2], &[0, 3], &[4], &[3]], &[&[3, 4], &[0, 1, 2]]);
        // Two cycles that share a node, and an edge to a complete component.
        check(
            &[&[1, 3], &[2], &[0], &[0, 4], &[], &[4, 1]],
            &[&[4], &[0, 1, 2, 3], &[5]],
        );
    }

    #[test]
    fn a_long_path_does_not_overflow_the_stack() {
        let last = 100_000;
        let mut graph: Graph = (0..last).map(|it| vec![(it + 1, 0)]).collect();
        graph.push(vec![(0, 0)]);
        assert_eq!(find_components(&graph).len(), 1);
    }
}
