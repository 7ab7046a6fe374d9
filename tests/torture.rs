//! Programs killed at random, again and again, in one home: the next start finds everything that was promised. The test runs
//! a few rounds, `cargo xtask long` 10,000, and `cargo xtask torture ROUNDS` the given number.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use switchhook_journeys::cli::{self, Answer, Conversation};
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::Bus;
use switchhook_journeys::kill;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, consent, storage};

const ROUNDS: u32 = 60;
/// The rounds between two checks of everything.
const CHECK_EVERY: u32 = 10;
/// How often a command asks a silent keyring.
const TRIES: u32 = 5;
const WORKSPACES: [&str; 4] = ["nw7k2p0q", "bl3x9d5m", "hb8c4t1z", "lm5v0r6y"];
const POINTS: [&str; 8] = [
    "claiming",
    "claimed",
    "token-received",
    "token-sealing",
    "token-sealed",
    "identified",
    "account-writing",
    "account-kept",
];

#[test]
#[expect(clippy::print_stdout, reason = "a campaign is run for its figures")]
fn programs_killed_at_random_lose_nothing() {
    let number = |name: &str| {
        let text = env::var(name).ok()?;
        Some(text.parse::<u64>().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
    };
    let rounds = number("SWITCHHOOK_TORTURE_ROUNDS")
        .map_or(ROUNDS, |rounds| rounds.try_into().expect("not that many"));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock").as_nanos();
    let seed =
        number("SWITCHHOOK_TORTURE_SEED").unwrap_or(u64::try_from(now % 1_000_000_007).expect("small"));
    let began = Instant::now();
    // each in a home of its own, so that one waits while the other computes
    let figures = thread::scope(|scope| {
        let homes = [seed, seed + 1].map(|seed| scope.spawn(move || Torture::new(seed).run(rounds / 2)));
        homes.map(|home| home.join().unwrap_or_else(|_| panic!("the seed was {seed}")))
    });
    let mut all = BTreeMap::new();
    figures.into_iter().flatten().for_each(|(what, count)| *all.entry(what).or_insert(0) += count);
    println!("{rounds} rounds in {} s, seed {seed}: {all:#?}", began.elapsed().as_secs());
}

/// The name of the round, and whether the program was still running when it was killed.
type Round = (&'static str, bool);

struct Torture {
    bus: Bus,
    home: Home,
    sandbox: Sandbox,
    random: Random,
    /// Workspaces with an account at the last check.
    seen: BTreeSet<String>,
    /// Workspaces that a round has tried to forget since the last check.
    forgotten: BTreeSet<&'static str>,
    figures: BTreeMap<String, u32>,
    /// How long an undisturbed link takes. Kills fall within this time.
    usual: Duration,
}

impl Torture {
    fn new(seed: u64) -> Self {
        let bus = Bus::with_a_keyring();
        let home = Home::new().on(&bus);
        let sandbox = Sandbox::start(&home);
        sandbox.switch(&json!({ "chooser": true }));
        assert_eq!(
            sandbox.register(&home, "trial", CALLBACK).status,
            0,
            "the sandbox's client is registered"
        );
        let link = link(&home, WORKSPACES[0]);
        let began = Instant::now();
        assert_eq!(cli::run(&home, &["receive", &link]).status, 0, "undisturbed, it goes well");
        Self {
            usual: began.elapsed(),
            bus,
            home,
            sandbox,
            random: Random(seed),
            seen: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            figures: BTreeMap::new(),
        }
    }

    fn run(mut self, rounds: u32) -> BTreeMap<String, u32> {
        for round in 1..=rounds {
            let (name, was_running) = match self.random.below(20) {
                0..=8 => self.receive(),
                9..=12 => self.receive_to_a_point(),
                13 => self.begin(),
                14 => self.deny(),
                15 => self.receive_twice(),
                16 | 17 => self.forget(),
                18 => self.rename(),
                _ => self.first_run(),
            };
            *self.figures.entry(name.to_owned()).or_default() += 1;
            *self.figures.entry("running when they were killed".to_owned()).or_default() +=
                u32::from(was_running);
            storage::assert_is_sound(&self.home);
            self.restart_ended_keyring();
            if round % CHECK_EVERY == 0 || round == rounds {
                self.check_everything();
            }
        }
        let database = storage::database(&self.home);
        let mut ask =
            database.prepare("SELECT stage, count(*) FROM attempt GROUP BY stage").expect("it can be asked");
        let stages =
            ask.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).expect("it answers");
        for (stage, count) in stages.flatten() {
            self.figures.insert(format!("attempts left {stage}"), count);
        }
        self.figures
    }

    fn receive(&mut self) -> Round {
        let workspace = self.workspace();
        let link = link(&self.home, workspace);
        let pause = self.pause();
        ("receive, at a moment", kill::after(pause, &self.home, &["receive", "-"], &link))
    }

    fn receive_to_a_point(&mut self) -> Round {
        let workspace = self.workspace();
        let link = link(&self.home, workspace);
        let point = POINTS[self.random.below(POINTS.len())];
        kill::at(point, &self.home, &["receive", "-"], &link);
        ("receive, at a point", true)
    }

    fn receive_twice(&mut self) -> Round {
        let workspace = self.workspace();
        let link = link(&self.home, workspace);
        let pauses = [self.pause(), self.pause()];
        let receive = |pause| kill::after(pause, &self.home, &["receive", "-"], &link);
        let running = thread::scope(|scope| {
            let both = pauses.map(|pause| scope.spawn(move || receive(pause)));
            both.map(|one| one.join().expect("it is killed without a panic"))
        });
        ("receive, two with one link, at moments", running.contains(&true))
    }

    fn deny(&mut self) -> Round {
        let link = consent::cancel(&begin_attempt(&self.home).1);
        let pause = self.pause();
        ("receive of a denial, at a moment", kill::after(pause, &self.home, &["receive", "-"], &link))
    }

    fn begin(&mut self) -> Round {
        let pause = self.pause();
        ("connect, at a moment", kill::after(pause, &self.home, &["connect", "trial", "--no-browser"], ""))
    }

    fn forget(&mut self) -> Round {
        let workspace = self.workspace();
        self.forgotten.insert(workspace);
        let (account, pause) = (self.account(workspace), self.pause());
        let was_running =
            account.is_some_and(|id| kill::after(pause, &self.home, &["forget", &id, "--yes"], ""));
        ("forget, at a moment", was_running)
    }

    fn rename(&mut self) -> Round {
        let workspace = self.workspace();
        let (account, name, pause) =
            (self.account(workspace), self.random.below(1000).to_string(), self.pause());
        let was_running =
            account.is_some_and(|id| kill::after(pause, &self.home, &["rename", &id, &name], ""));
        ("rename, at a moment", was_running)
    }

    /// Kills a first run in a fresh home. The next run there must succeed.
    fn first_run(&mut self) -> Round {
        let home = Home::new().on(&self.bus);
        let words = self.sandbox.registration("trial", CALLBACK);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let pause = self.pause();
        let secret = self.sandbox.about("client_secret").to_owned();
        let was_running = kill::after(pause, &home, &words, &secret);
        self.restart_ended_keyring();
        let again = retry(|| cli::run_with_input(&home, &words, &secret));
        // the killed run may have reached its end
        assert!([0, 2].contains(&again.status), "the next run finds a home to live in: {}", again.all);
        assert_eq!(cli::run(&home, &["registration", "list"]).document().as_array().map(Vec::len), Some(1));
        ("first run, at a moment", was_running)
    }

    /// Checks everything after a restart: unfinished work is finished, every token opens, and no account is missing.
    fn check_everything(&mut self) {
        // a command that asks a provider first finishes unfinished work
        assert_eq!(retry(|| cli::run(&self.home, &["check", "nobody"])).refusal(), (40, "not_found"));
        let ids = accounts(&self.home);
        for id in ids.values() {
            let checked = retry(|| cli::run(&self.home, &["check", id]));
            assert_eq!(
                checked.document()["status"],
                "connected",
                "its token opens and lives: {}",
                checked.all
            );
        }
        // unfinished work may have become an account just now
        let now: BTreeSet<String> = accounts(&self.home).into_keys().collect();
        for workspace in &self.seen {
            let may_be_gone = self.forgotten.iter().any(|gone| gone == workspace);
            assert!(may_be_gone || now.contains(workspace), "{workspace} is lost, and nobody forgot it");
        }
        let sql = "SELECT coalesce(group_concat(stage), '') FROM attempt WHERE stage IN ('exchanging', 'identifying')";
        let left: String =
            storage::database(&self.home).query_row(sql, [], |row| row.get(0)).expect("the database answers");
        assert_eq!(left, "", "attempts of stopped programs have ended or resumed");
        storage::assert_is_sound(&self.home);
        self.seen = now;
        self.forgotten.clear();
    }

    /// Restarts gnome-keyring if it has ended: a client killed in the middle of a message may end it. The test counts that.
    /// The programs find their entries again, as after a login.
    #[expect(clippy::print_stderr, reason = "a campaign is run for what it finds")]
    fn restart_ended_keyring(&mut self) {
        if self.bus.restart_keyring_if_ended() {
            let said = self.bus.log();
            eprintln!("the keyring had ended; its last words: {}", said.lines().last().unwrap_or_default());
            *self.figures.entry("keyrings that ended by themselves".to_owned()).or_default() += 1;
        }
    }

    fn account(&self, workspace: &str) -> Option<String> {
        accounts(&self.home).remove(workspace)
    }

    fn workspace(&mut self) -> &'static str {
        self.random.pick(&WORKSPACES)
    }

    /// Returns a moment within the time of a link, or a little after it.
    fn pause(&mut self) -> Duration {
        let micros = usize::try_from(self.usual.as_micros()).expect("the time in microseconds fits");
        Duration::from_micros(self.random.below(micros * 5 / 4).try_into().expect("small"))
    }
}

/// Returns the accounts' ids by workspace.
fn accounts(home: &Home) -> BTreeMap<String, String> {
    let listed = cli::run(home, &["list"]);
    let accounts = listed.document().as_array().expect("a list").clone();
    let text = |value: &Value| value.as_str().expect("ids are strings").to_owned();
    accounts.iter().map(|account| (text(&account["workspace"]["id"]), text(&account["id"]))).collect()
}

/// Begins an attempt, ends its command, and authorizes for a workspace. Returns the link.
fn link(home: &Home, workspace: &str) -> String {
    let (_waiting, url) = begin_attempt(home);
    consent::authorize_for(&url, workspace)
}

/// Begins an attempt, and returns its command and the address to open. Asks a silent keyring again.
fn begin_attempt(home: &Home) -> (Conversation, String) {
    for _ in 0..TRIES {
        let waiting = cli::start(home, &["connect", "trial", "--no-browser"]);
        let line = waiting.line();
        match line["authorization_url"].as_str() {
            Some(url) => return (waiting, url.to_owned()),
            None => assert_eq!(line["error"]["code"], "vault_unavailable", "{line}"),
        }
    }
    panic!("the keyring was silent {TRIES} times");
}

/// Runs a command, and again while the keyring is silent.
fn retry(run: impl Fn() -> Answer) -> Answer {
    let answers = (1..TRIES).map(|_| run());
    answers.into_iter().find(|answer| answer.status != 30).unwrap_or_else(&run)
}

/// The random numbers of splitmix64. The same seed gives the same numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("less than the sides")
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }
}
