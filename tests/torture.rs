//! Programs killed at random, again and again, in one home: whatever was under way, the next start finds all that was
//! promised. A few rounds here; `cargo xtask long` runs 10,000, `cargo xtask torture ROUNDS` as many as it is told.
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
/// How often the program is started again in peace, and everything asked.
const PEACE_EVERY: u32 = 10;
/// How often a keyring that does not answer is asked.
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
fn nothing_promised_is_lost_to_programs_killed_at_random() {
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
    // Each in a home of its own, so that one waits while the other computes.
    let figures = thread::scope(|scope| {
        let homes = [seed, seed + 1].map(|seed| scope.spawn(move || Torture::new(seed).run(rounds / 2)));
        homes.map(|home| home.join().unwrap_or_else(|_| panic!("the seed was {seed}")))
    });
    let mut all = BTreeMap::new();
    figures.into_iter().flatten().for_each(|(what, count)| *all.entry(what).or_insert(0) += count);
    println!("{rounds} rounds in {} s, seed {seed}: {all:#?}", began.elapsed().as_secs());
}

/// What was done, and whether the program was still running when it was killed.
type Round = (&'static str, bool);

struct Torture {
    bus: Bus,
    home: Home,
    sandbox: Sandbox,
    dice: Dice,
    /// Accounts seen in the last peace.
    seen: BTreeSet<String>,
    /// Workspaces that somebody tried to forget since.
    forgotten: BTreeSet<&'static str>,
    figures: BTreeMap<String, u32>,
    /// How long a link takes that nobody disturbs: kills fall within it.
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
            dice: Dice(seed),
            seen: BTreeSet::new(),
            forgotten: BTreeSet::new(),
            figures: BTreeMap::new(),
        }
    }

    fn run(mut self, rounds: u32) -> BTreeMap<String, u32> {
        for round in 1..=rounds {
            let (name, was_running) = match self.dice.roll(20) {
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
            storage::is_sound(&self.home);
            self.mind_the_keyring();
            if round % PEACE_EVERY == 0 || round == rounds {
                self.peace();
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
        let point = POINTS[self.dice.roll(POINTS.len())];
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
        let link = consent::cancel(&begun(&self.home).1);
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
            (self.account(workspace), self.dice.roll(1000).to_string(), self.pause());
        let was_running =
            account.is_some_and(|id| kill::after(pause, &self.home, &["rename", &id, &name], ""));
        ("rename, at a moment", was_running)
    }

    /// On a home that nobody has used; the next run there must go well.
    fn first_run(&mut self) -> Round {
        let home = Home::new().on(&self.bus);
        let words = self.sandbox.registration("trial", CALLBACK);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let pause = self.pause();
        let secret = self.sandbox.about("client_secret").to_owned();
        let was_running = kill::after(pause, &home, &words, &secret);
        self.mind_the_keyring();
        let again = patiently(|| cli::run_with_input(&home, &words, &secret));
        // the one that was killed may have come to its end
        assert!([0, 2].contains(&again.status), "the next run finds a home to live in: {}", again.all);
        assert_eq!(cli::run(&home, &["registration", "list"]).document().as_array().map(Vec::len), Some(1));
        ("first run, at a moment", was_running)
    }

    /// Started again: whatever was left is finished, every token opens and lives, and nothing is missing.
    fn peace(&mut self) {
        // whoever asks a provider finishes first what was left, whatever it asks for
        assert_eq!(patiently(|| cli::run(&self.home, &["check", "nobody"])).refusal(), (40, "not_found"));
        let ids = accounts(&self.home);
        for id in ids.values() {
            let checked = patiently(|| cli::run(&self.home, &["check", id]));
            assert_eq!(
                checked.document()["status"],
                "connected",
                "its token opens and lives: {}",
                checked.all
            );
        }
        // what a stopped program left may have become an account just now
        let now: BTreeSet<String> = accounts(&self.home).into_keys().collect();
        for workspace in &self.seen {
            let may_be_gone = self.forgotten.iter().any(|gone| gone == workspace);
            assert!(may_be_gone || now.contains(workspace), "{workspace} is lost, and nobody forgot it");
        }
        let sql = "SELECT coalesce(group_concat(stage), '') FROM attempt WHERE stage IN ('exchanging', 'identifying')";
        let left: String =
            storage::database(&self.home).query_row(sql, [], |row| row.get(0)).expect("the database answers");
        assert_eq!(left, "", "what a stopped program left has been ended or resumed");
        storage::is_sound(&self.home);
        self.seen = now;
        self.forgotten.clear();
    }

    /// gnome-keyring may die of a client that is killed in the middle of a word. That is counted, and mended as a login
    /// would: our programs find it as they left it.
    #[expect(clippy::print_stderr, reason = "a campaign is run for what it finds")]
    fn mind_the_keyring(&mut self) {
        if self.bus.revive() {
            let said = self.bus.said();
            eprintln!("the keyring had ended; its last words: {}", said.lines().last().unwrap_or_default());
            *self.figures.entry("keyrings that ended by themselves".to_owned()).or_default() += 1;
        }
    }

    fn account(&self, workspace: &str) -> Option<String> {
        accounts(&self.home).remove(workspace)
    }

    fn workspace(&mut self) -> &'static str {
        self.dice.pick(&WORKSPACES)
    }

    /// Somewhere within what a link takes, or a little after.
    fn pause(&mut self) -> Duration {
        let micros = usize::try_from(self.usual.as_micros()).expect("it took less than an age");
        Duration::from_micros(self.dice.roll(micros * 5 / 4).try_into().expect("small"))
    }
}

/// Ids by workspace.
fn accounts(home: &Home) -> BTreeMap<String, String> {
    let listed = cli::run(home, &["list"]);
    let accounts = listed.document().as_array().expect("a list").clone();
    let text = |value: &Value| value.as_str().expect("ids are strings").to_owned();
    accounts.iter().map(|account| (text(&account["workspace"]["id"]), text(&account["id"]))).collect()
}

/// Begun and authorized; who began it is gone.
fn link(home: &Home, workspace: &str) -> String {
    let (_waiting, url) = begun(home);
    consent::authorize_for(&url, workspace)
}

/// Begun, and the address to open. A keyring that a busy disk holds up is asked again, as it says itself.
fn begun(home: &Home) -> (Conversation, String) {
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

/// Runs a command by the same patience.
fn patiently(run: impl Fn() -> Answer) -> Answer {
    let answers = (1..TRIES).map(|_| run());
    answers.into_iter().find(|answer| answer.status != 30).unwrap_or_else(&run)
}

/// Splitmix64: a seed gives the same rolls again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("less than the sides")
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.roll(from.len())]
    }
}
