//! The actions of the forms.

use maud::{Markup, html};

/// Address of the page.
pub(super) const ADDRESS: &str = "/saved";
/// Field of a form with the action of its button.
pub(super) const ACTION: &str = "action";

/// Action of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// Save the search of a page of results.
    Save,
    /// Mark what is new as reported.
    Mark,
    /// Remove a saved search.
    Remove,
}

impl Action {
    pub(super) const ALL: [Action; 3] = [Action::Save, Action::Mark, Action::Remove];

    pub(super) fn name(self) -> &'static str {
        match self {
            Action::Save => "save",
            Action::Mark => "mark",
            Action::Remove => "remove",
        }
    }

    /// Returns the button of the action.
    pub(super) fn button(self, label: &str) -> Markup {
        html! { button name=(ACTION) value=(self.name()) { (label) } }
    }
}
