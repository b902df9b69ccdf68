"""The words that Streamlit shows, as its scripts have them. A test finds each of them there, so that an upgrade is noticed."""

from __future__ import annotations

import re

from crm_core.errors import N_
from crm_core.i18n import Language, translate
from crm_core.interactions.model import CHANNEL_ICONS, CHANNEL_LABELS
from crm_core.plans.model import PRIORITY_LABELS, Priority

# What is always said in the same way.
FIXED = (
    # hints under fields
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Press Ctrl+Enter to submit form"),
    N_("Press ⌘+Enter to apply"),
    N_("Press ⌘+Enter to submit form"),
    N_("Invalid input."),
    # choosing
    N_("Choose an option"),
    N_("Choose options"),
    N_("No results"),
    N_("No options to select."),
    N_("Select all"),
    N_("Selected values"),
    N_("Selectbox options"),
    N_("Multiselect options"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Clear entry"),
    N_("Open"),
    N_("Increment"),
    N_("Decrement"),
    N_("Show password"),
    N_("Hide password"),
    # days and times
    N_("Choose date"),
    N_("Choose date range"),
    N_("Choose date and time"),
    N_("Clear date"),
    N_("Clear dates"),
    N_("Clear date and time"),
    N_("Clear time"),
    N_("Date range"),
    N_("Quick select a date range"),
    N_("Past Week"),
    N_("Past Month"),
    N_("Past 3 Months"),
    N_("Past 6 Months"),
    N_("Past Year"),
    N_("Past 2 Years"),
    N_("Previous month"),
    N_("Next month"),
    N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),
    N_("Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. Escape to close."),
    # files
    N_("Upload"),
    N_("Add files"),
    N_("Drag and drop a file here"),
    N_("Drag and drop files here"),
    N_("File Uploader"),
    N_("Download failed"),
    # tables, pictures, pages
    N_("Dataframe column menu"),
    N_("Sort ascending"),
    N_("Sort descending"),
    N_("Autosize"),
    N_("Pin column"),
    N_("Unpin column"),
    N_("Hide column"),
    N_("Copy column name"),
    N_("Format"),
    N_("Statistics"),
    N_("Show/hide columns"),
    N_("Clear selection"),
    N_("Add row"),
    N_("Delete row(s)"),
    N_("Search"),
    N_("Type to search"),
    N_("Close Search"),
    N_("Next Result"),
    N_("Previous Result"),
    N_("No data"),
    N_("Loading..."),
    N_("Scrollable table"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Pagination"),
    N_("Next page"),
    N_("Previous page"),
    N_("Scroll tabs left"),
    N_("Scroll tabs right"),
    N_("Link to heading"),
    N_("Vega visualization"),
    N_("Logo"),
    N_("Copied"),
    N_("Copy to clipboard"),
    # the frame
    N_("Main menu"),
    N_("Sidebar"),
    N_("App pages"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Skip to main content"),
    N_("Navigate to home page"),
    N_("Notifications"),
    N_("View less"),
    N_("Rerun"),
    N_("Auto rerun"),
    N_("Print"),
    N_("Record screen"),
    N_("Record a screencast"),
    N_("Theme"),
    N_("Use system setting"),
    N_("System"),
    N_("Light"),
    N_("Dark"),
    N_("About"),
    N_("Close"),
    N_("Cancel"),
    N_("Running..."),
    N_("Stopping..."),
    # when something is wrong
    N_("Connection error"),
    N_("Connection timed out."),
    N_("Connecting"),
    N_("Network issue"),
    N_("Error"),
    N_("Please wait..."),
    N_("Try again"),
    N_("Connection lost. Please wait for the app to reconnect, then try again."),
    N_("Reconnected to server."),
    N_("Streamlit server is not responding. Are you connected to the internet?"),
    N_("Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:"),
    N_("Page not found"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_("Number is above the allowed range."),
    N_("Number is below the allowed range."),
)

# What has a value in its middle.
FILLED = (
    N_("{size} per file"),
    N_("Remove {name}"),
    N_("Select {count} matches"),
    N_("View {count} more"),
    N_("Page {page}"),
    N_("Number is above the allowed range. Please enter a value less than or equal to {most}."),
    N_("Number is below the allowed range. Please enter a value greater than or equal to {least}."),
    N_("Number is outside the allowed range. Please enter a value between {least} and {most}."),
    N_("Error: Date set outside allowed range. Please select a date on or before {most}."),
    N_("Error: Date set outside allowed range. Please select a date on or after {least}."),
    N_("Error: Date set outside allowed range. Please select a date between {least} and {most}."),
)

# What an icon says that stands for itself; any other stands beside words that say the same, and is not read out.
ICONS = {
    **{icon: CHANNEL_LABELS[channel] for channel, icon in CHANNEL_ICONS.items()},
    "priority_high": PRIORITY_LABELS[Priority.HIGH],
    "south": PRIORITY_LABELS[Priority.LOW],
    "more_time": N_("Later"),
    "phone_missed": N_("Not reached"),
    "move_up": N_("Give"),
    "edit": N_("Edit"),
    "arrow_back_ios_new": N_("Month before"),
    "arrow_forward_ios": N_("Month after"),
}

# What Streamlit puts together from pieces before it shows it.
JOINED = {
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "The page that you have requested does not seem to exist",
        ". Running the app's main page.",
    ),
    "Press Enter to apply": ("Press Enter to ", "apply"),
    **{
        text: (text.split("{")[0].replace("Error:", "**Error**:"),) for text in FILLED if text.startswith("Error: Date")
    },
    "Press Enter to submit form": ("Press Enter to ", "submit form"),
    "Press Ctrl+Enter to apply": ("Ctrl", "+Enter to ", "apply"),
    "Press Ctrl+Enter to submit form": ("Ctrl", "+Enter to ", "submit form"),
    "Press ⌘+Enter to apply": ("⌘", "+Enter to ", "apply"),
    "Press ⌘+Enter to submit form": ("⌘", "+Enter to ", "submit form"),
}

_SLOT = re.compile(r"\{(\w+)\}")


def pieces(text: str) -> tuple[str, ...]:
    """Return the constant parts of ``text``, which must all be found in Streamlit's scripts."""
    return JOINED.get(text) or tuple(part for part in _SLOT.split(text)[::2] if part.strip())


def dictionary(language: Language) -> dict[str, object]:
    """Return what ``words.js`` needs to speak ``language``.

    ``tag`` is the language for the browser, ``fixed`` {English: translated}, ``filled`` [pattern, replacement] with named
    groups as JavaScript writes them, ``icons`` {name: what it says}.
    """
    return {
        "tag": language.tag,
        "fixed": {text: said for text in FIXED if (said := translate(language, text)) != text},
        "filled": [[_pattern(text), _SLOT.sub(r"$<\1>", translate(language, text))] for text in FILLED],
        "icons": {name: translate(language, text) for name, text in ICONS.items()},
    }


def _pattern(text: str) -> str:
    parts = _SLOT.split(text)
    return "^" + "".join(f"(?<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)) + "$"
