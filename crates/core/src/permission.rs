//! The permissions of an app that Switchhook makes use of, as the Developer Hub labels their check boxes. What an app
//! may do is ticked there; no request asks for it.

use alloc::vec::Vec;

use crate::Figure;

/// One check box, and what takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// As the Developer Hub labels it.
    pub label: &'static str,
    /// The figures that stay empty without it; none for the one that tells whose an account is.
    pub figures: Vec<Figure>,
}

/// What `/me` takes.
const WHO: &str = "Read one admin";

impl Permission {
    /// All that are used, in the order in which what they open is shown.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::from([Self { label: WHO, figures: Vec::new() }]);
        for figure in Figure::ALL {
            match all.iter_mut().find(|known| known.label == figure.permission()) {
                Some(known) => known.figures.push(figure),
                None => all.push(Self { label: figure.permission(), figures: Vec::from([figure]) }),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_figure_stands_below_one_permission_and_every_permission_once() {
        let all = Permission::all();
        assert_eq!(all[0], Permission { label: WHO, figures: Vec::new() });
        let labels: HashSet<&str> = all.iter().map(|permission| permission.label).collect();
        assert_eq!(labels.len(), all.len());
        let figures: Vec<Figure> = all.iter().flat_map(|permission| permission.figures.clone()).collect();
        assert_eq!(figures.len(), Figure::ALL.len());
        for (permission, figure) in
            all.iter().flat_map(|each| each.figures.iter().map(move |figure| (each, figure)))
        {
            assert_eq!(figure.permission(), permission.label);
        }
    }
}
