//! Items that the binary, the benches, the fuzz targets and `eval/` use beyond the public interface. Not
//! covered by any promise of stability.

#![allow(missing_docs)] // the items are documented where they are defined

pub mod analysis {
    pub use crate::analysis::{
        FUNCTION_WORD, InflectionTable, Language, Languages, stem, tokenize, tokenize_with,
    };
}

pub mod article {
    pub use crate::article::{
        Content, DayOrder, Document, FieldRole, Folder, Metadata, NumericDay, Quotation, QuotationKind,
        ReadOptions, RecordKey, SourceKey, Speaker, StoredQuotation, StoredText, StoryKeys,
    };
}

pub mod bench {
    pub use crate::bench::{
        BenchPlan, BenchQuery, BenchReport, Histogram, KindResults, MeanTimes, Percentiles, QueryKind, Rng,
        SampleTimes, SqliteTimes, measure, sample_queries,
    };
}

pub mod clean {
    pub use crate::clean::{
        CleanOptions, MissingText, StoredLetters, clean_record, clean_text, missing_texts, visible_texts,
    };

    pub mod html {
        pub use crate::clean::html::{CleanedPage, clean};
    }

    pub mod site_lines {
        pub use crate::clean::site_lines::SiteLearner;
    }

    pub mod training {
        pub use crate::clean::training::{
            ModelFiles, block_words, clean_html_with, clean_text_with, html_features, pack_phrases,
            text_features,
        };
    }

    pub mod user_rules {
        pub use crate::clean::user_rules::{Origin, RuledBlock, Rules};
    }
}

pub mod corpus {
    pub use crate::corpus::{
        Globs, Markup, NewsDatabase, Record, find_program, folders_below, is_document_name,
        kill_running_programs, read_records, unread_kind,
    };
}

pub mod error {
    pub use crate::error::os_error_message;
}

pub mod extract {
    pub use crate::extract::BlockKind;

    pub mod bylines {
        pub use crate::extract::bylines::parse_byline;
    }

    pub mod dates {
        pub use crate::extract::dates::{declared_day, find};
    }

    pub mod draft {
        pub use crate::extract::draft::{DraftError, DraftText, read_draft};
    }

    pub mod html {
        pub use crate::extract::html::read;
    }

    pub mod markdown {
        pub use crate::extract::markdown::read;
    }

    pub mod plain {
        pub use crate::extract::plain::blocks;
    }
}

pub mod index {
    pub use crate::index::{FileTable, IndexFormat, IndexInfo, IndexSession, Meta, Update};
}

pub mod location {
    pub use crate::location::{IndexLocation, is_address};
}

pub mod mcp {
    pub use crate::mcp::{HttpAnswer, HttpHead, McpServer};
}

pub mod saved {
    pub use crate::saved::definitions::{SavedSearch, SavedSearches};
    pub use crate::saved::files::{SavedFileError, SavedFiles, index_path, is_of_index};
    pub use crate::saved::names::{
        ChosenName, ListedName, NameColumn, NameList, NameListError, SkipReason, SkippedName, TakenNames,
    };
    pub use crate::saved::reported::{ReportedLog, ReportedMark, ReportedRun, ReportedSearch, StateLock};
    pub use crate::saved::run::{KnownStory, NewHit, RunOptions, SearchNews, find_news, num_changed};
    pub use crate::saved::saved_query::SavedQuery;
}

pub mod search {
    pub use crate::search::{FetchedArticle, IndexSnapshot, SearchParams};

    pub mod snippet {
        pub use crate::search::snippet::{Highlighter, passages};
    }

    pub mod timeline {
        pub use crate::search::facets::timeline::{
            Timeline, TimelinePeriod, TimelineRow, period_name, period_number,
        };
    }
}

#[cfg(feature = "serve")]
pub mod serve {
    pub use crate::serve::{
        AllowedHosts, Answered, DEFAULT_PORT, Decision, DenialReason, GuardKeys, RequestHead, Secret,
        ServeError, ServeOptions, Started, ask, decide, new_link, serve,
    };
}

pub mod query {
    pub use crate::query::ast::edit_distance;
}

pub mod text {
    pub use crate::text::{
        LineIndex, LineMap, MappedText, PageStart, path_key, regular_file, shell_word, split_position,
    };

    pub mod dates {
        pub use crate::text::dates::today;
    }
}

#[cfg(feature = "opensearch")]
pub mod opensearch {
    pub use crate::opensearch::{Machine, index_documents};
}

pub mod quote {
    pub use crate::quote::find_quotations;
}

pub mod wire {
    pub use crate::wire::{
        PathDisplay, article, citation, copies, counts, csv, draft, escape, explanation, hit, passage,
        quotes, remarks, saved, search, status, to_line, verify, write_line,
    };
}

pub mod verify {
    pub use crate::verify::{ChangeInWords, ComparedPassage, compare};
}
