//! JSON and CSV forms of answers, the same on the command line and in the API.
