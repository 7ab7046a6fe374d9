//! The machine of the measurements, without its owner.

use std::fs;
use std::process::Command;
use std::thread::available_parallelism;

/// Returns a description of one sentence.
pub(crate) fn description() -> String {
    let cores = available_parallelism().map_or(0, usize::from);
    let memory = field("/proc/meminfo", "MemTotal", ':')
        .and_then(|total| total.strip_suffix(" kB")?.parse::<u64>().ok());
    let gigabytes = memory.unwrap_or_default().div_ceil(1024 * 1024);
    let system = field("/etc/os-release", "PRETTY_NAME", '=').unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let processor = field("/proc/cpuinfo", "model name", ':').unwrap_or_default();
    let gpu = if has_gpu() { "a GPU" } else { "no GPU" };
    format!(
        "{cores} cores ({processor}), {gigabytes} GB of memory, {gpu}, {}, Linux {}, {}, on a virtual screen (Xvfb)",
        system.trim_matches('"'),
        kernel.trim(),
        webkit().unwrap_or_default()
    )
}

/// Returns the load average of the last minute.
pub(crate) fn load() -> String {
    let loads = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    loads.split(' ').next().unwrap_or_default().to_owned()
}

/// Returns today's date in UTC.
pub(crate) fn date() -> String {
    output_of(Command::new("date").args(["--utc", "+%F"])).unwrap_or_default()
}

fn webkit() -> Option<String> {
    let version = output_of(Command::new("pkg-config").args(["--modversion", "webkit2gtk-4.1"]))?;
    Some(format!("WebKitGTK {version}"))
}

fn has_gpu() -> bool {
    let Ok(devices) = fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn field(path: &str, name: &str, mark: char) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let (_, value) =
        text.lines().filter_map(|line| line.split_once(mark)).find(|(field, _)| field.trim() == name)?;
    Some(value.trim().to_owned())
}
