"""What stands below the help of a verb: how people type it (tests parse each line)."""

EXAMPLES = {
    "new": ("solewave new evening",),
    "check": (
        "solewave check evening.toml",
        "solewave check evening.toml --board esp32-drv8833",
    ),
    "schema": ("solewave schema > pattern.schema.json",),
    "preview": (
        "solewave preview evening.toml",
        "solewave preview evening.toml -o evening.png",
        "solewave preview stress-relief --board esp32-drv8833 -o soles.gif",
    ),
    "simulate": (
        "solewave simulate evening.toml",
        "solewave simulate evening.toml --compare better-sleep",
        "solewave simulate stress-relief --fault sensor-open@5min",
    ),
    "upload": (
        "solewave upload better-sleep stress-relief",
        "solewave upload draft.toml --name evening",
    ),
    "list": ("solewave list", "solewave list --json"),
    "get": ("solewave get evening", "solewave get evening -o backup.sole"),
    "remove": ("solewave remove evening",),
    "play": (
        "solewave play evening.toml --intensity 80",
        "solewave play evening.toml --live",
        "solewave play evening.toml --port virtual:20",
    ),
    "pause": ("solewave pause",),
    "resume": ("solewave resume",),
    "stop": ("solewave stop", "solewave stop --now"),
    "status": ("solewave status", "solewave status --port /dev/ttyUSB0"),
    "watch": ("solewave watch",),
    "set": ("solewave set", "solewave set --intensity 80 --heat-limit 39.5"),
    "bedtime": (
        "solewave bedtime 23:00 --days sun-thu --pulse",
        "solewave bedtime",
        "solewave bedtime off",
    ),
    "log": ("solewave log --last 8", "solewave log --calendar", "solewave log --csv sessions.csv"),
    "faults": ("solewave faults", "solewave faults clear emergency-stop"),
    "boards": (
        "solewave boards",
        "solewave boards new mine",
        "solewave boards check mine.toml",
        "solewave boards draw mine.toml",
    ),
    "flash": (
        "solewave flash --board esp32-devkitc",
        "solewave flash --board mine.toml --port COM3",
    ),
    "update": ("solewave update", "solewave update --board mine.toml"),
    "doctor": ("solewave doctor",),
    "virtual": ("solewave virtual", "solewave virtual --board esp32-drv8833 --speed 20"),
}


def epilog(verb: str) -> str:
    """The verb's examples, as rich-click takes lines: with an empty one between them."""
    return "\n\n".join(["Examples:", *EXAMPLES[verb]])
