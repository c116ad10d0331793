//! Everything that somebody can be allowed to do.

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// A kind of act. Reading personal data is one: it is journalled like a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ActKind {
            $($(#[$doc])* $name,)*
        }

        impl ActKind {
            /// All kinds, in the order of the printed table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable name, as the journal keeps it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

acts! {
    /// Put a person into the book.
    RegisterPerson = "register_person",
    /// Change a person's record.
    UpdatePerson = "update_person",
    /// Read in a file of people, organisations or models.
    Import = "import",
    /// Merge two records of one person.
    Merge = "merge",
    /// Undo a merge.
    Unmerge = "unmerge",
    /// Register for a round and hand in one's own self-assessment.
    Submit = "submit",
    /// Write and hand in a self-assessment on somebody's word.
    EnterForOther = "enter_for_other",
    /// Attach evidence to a dossier.
    AttachEvidence = "attach_evidence",
    /// Note that somebody was not met, does not wish, or is away.
    MarkOutcome = "mark_outcome",
    /// Take a dossier back.
    Withdraw = "withdraw",
    /// Take up again what was closed.
    Reopen = "reopen",
    /// Find a dossier right at the first level.
    Endorse = "endorse",
    /// Send a dossier back with a reason.
    Return = "return",
    /// Score a dossier at the level that prepares the decision.
    Appraise = "appraise",
    /// Hold a council session: attendance, votes, minutes.
    HoldSession = "hold_session",
    /// Issue a decision that grants titles.
    Decide = "decide",
    /// Issue a decision that takes a title away.
    Revoke = "revoke",
    /// Issue a decision that puts an earlier one right.
    CorrectDecision = "correct_decision",
    /// Print certificates, or a new one for a lost one.
    IssueCertificate = "issue_certificate",
    /// Open a round.
    OpenRound = "open_round",
    /// Close a round.
    CloseRound = "close_round",
    /// Load a set of criteria.
    LoadCriteria = "load_criteria",
    /// Set targets.
    SetTargets = "set_targets",
    /// Change the map: merge, split, rename units, set area classes.
    Reorganise = "reorganise",
    /// Keep the register of organisations.
    KeepOrganizations = "keep_organizations",
    /// Keep learning models and their members.
    KeepModels = "keep_models",
    /// Record a model's title.
    RecogniseModel = "recognise_model",
    /// Draw and work through an inspection sample.
    Inspect = "inspect",
    /// Hold training and take attendance.
    HoldTraining = "hold_training",
    /// Publish learning materials and information.
    Publish = "publish",
    /// Keep the plan's tasks, campaigns and movements.
    KeepProgramme = "keep_programme",
    /// Keep contributions, estimates and spending.
    KeepMoney = "keep_money",
    /// Draft a periodic report.
    DraftReport = "draft_report",
    /// Sign a report off and freeze it.
    FreezeReport = "freeze_report",
    /// See a person's record and dossier.
    ReadPerson = "read_person",
    /// See a person's full number.
    ReadNumber = "read_number",
    /// See a person's ethnic group.
    ReadEthnicGroup = "read_ethnic_group",
    /// See figures that are not public.
    ReadFigures = "read_figures",
    /// Take data out as a file.
    Export = "export",
    /// Give or withdraw consent, or ask about one's data: the person, or a helper on their word.
    KeepConsent = "keep_consent",
    /// Answer, carry out or refuse what people ask about their data.
    AnswerRequest = "answer_request",
    /// Read the journal.
    ReadJournal = "read_journal",
    /// Give or end a role.
    GrantRole = "grant_role",
    /// Print slips with one-time codes that open people's own accounts.
    PrintSlips = "print_slips",
    /// Set configuration, keys and backups.
    Operate = "operate",
    /// Recount tallies, seal the journal, run queued work.
    RunJobs = "run_jobs",
}

impl ActKind {
    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.code() == code)
    }

    /// Whether the act says yes to somebody's claim: what a helper never may.
    #[must_use]
    pub const fn approves(self) -> bool {
        matches!(
            self,
            Self::Endorse
                | Self::Appraise
                | Self::HoldSession
                | Self::Decide
                | Self::Revoke
                | Self::CorrectDecision
                | Self::RecogniseModel
        )
    }
}
