//! Reads the names of facets on the command line.

use std::ffi::OsStr;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error, ValueEnum};
use clippings::CountBy;

/// Facet by its name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FacetName(pub(super) CountBy);

impl ValueEnum for FacetName {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [FacetName; 9] = [
            FacetName(CountBy::Month),
            FacetName(CountBy::Week),
            FacetName(CountBy::Day),
            FacetName(CountBy::Year),
            FacetName(CountBy::Site),
            FacetName(CountBy::Language),
            FacetName(CountBy::Folder),
            FacetName(CountBy::Author),
            FacetName(CountBy::Speaker),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let value = PossibleValue::new(self.0.name());
        Some(match self.0 {
            CountBy::Site => value.alias("source"),
            CountBy::Language => value.alias("lang"),
            _ => value,
        })
    }
}

/// Parser of the name of a facet, which may be a plural and have spaces around it: `months, sites`.
#[derive(Debug, Clone, Copy)]
pub(super) struct FacetParser;

impl TypedValueParser for FacetParser {
    type Value = FacetName;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<FacetName, Error> {
        let name = value.to_string_lossy().trim().to_lowercase();
        let facet = |name: &str| FacetName::from_str(name, true).ok();
        match facet(&name).or_else(|| facet(name.strip_suffix('s')?)) {
            Some(facet) => Ok(facet),
            None => EnumValueParser::<FacetName>::new().parse_ref(command, arg, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FacetName::value_variants().iter().filter_map(FacetName::to_possible_value)))
    }
}
