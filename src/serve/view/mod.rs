//! States of the pages, each an address.
