"""Watching: feeds, sitemaps and pages in rounds; what is new, changed or withdrawn; alerts, each once."""

from havenwatch.watching.alerts import candidates
from havenwatch.watching.config import Config, Listed, Mail, Rule, read_config
from havenwatch.watching.deliver import deliver
from havenwatch.watching.rounds import News, Watcher

__all__ = ["Config", "Listed", "Mail", "News", "Rule", "Watcher", "candidates", "deliver", "read_config"]
